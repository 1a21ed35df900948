package epochal.persistence.journal;

import epochal.persistence.log.LogEntry;
import epochal.persistence.log.StoredEntry;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * Between what persistent actors persist and the entries of the log.
 *
 * <p>A {@link StoredRecord} is taken as it is, without a manifest. For any other payload the entry
 * names the Pekko serializer by its id, and its manifest is the serializer's, followed by a line
 * feed and the event adapter's where there is one.
 */
public final class Payloads {
  private static final char ADAPTER = '\n';

  private final Serialization serialization;

  public Payloads(ActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  LogEntry entry(PersistentRepr repr) {
    Object payload = repr.payload() instanceof Tagged tagged ? tagged.payload() : repr.payload();
    if (payload instanceof StoredRecord record) {
      return new LogEntry(
          repr.persistenceId(),
          repr.sequenceNr(),
          record.attention(),
          StoredRecord.SERIALIZER_ID,
          "",
          record.payload());
    }
    if (repr.metadata().isDefined()) {
      throw new UnsupportedOperationException(
          "This journal keeps no metadata of events, which replicated event sourcing needs.");
    }
    Serializer serializer = serialization.findSerializerFor(payload);
    byte[] bytes = serialization.serialize(payload).get();
    String manifest = Serializers.manifestFor(serializer, payload);
    return new LogEntry(
        repr.persistenceId(),
        repr.sequenceNr(),
        false,
        serializer.identifier(),
        repr.manifest().isEmpty() ? manifest : manifest + ADAPTER + repr.manifest(),
        bytes);
  }

  /** Whether an entry only fills the number of an event that was rejected. */
  public static boolean isRejected(StoredEntry entry) {
    return entry.serializerId() == RejectedEvent.SERIALIZER_ID;
  }

  /** What was persisted, before any event adapter has read it. */
  public PersistentRepr repr(StoredEntry entry) {
    if (isRejected(entry)) {
      return repr(entry, RejectedEvent.INSTANCE, "");
    }
    if (entry.serializerId() == StoredRecord.SERIALIZER_ID) {
      return repr(entry, new StoredRecord(entry.payload(), entry.attention()), "");
    }
    int cut = entry.manifest().lastIndexOf(ADAPTER);
    String manifest = cut < 0 ? entry.manifest() : entry.manifest().substring(0, cut);
    String adapter = cut < 0 ? "" : entry.manifest().substring(cut + 1);
    Object payload =
        serialization.deserialize(entry.payload(), entry.serializerId(), manifest).get();
    return repr(entry, payload, adapter);
  }

  private static PersistentRepr repr(StoredEntry entry, Object payload, String manifest) {
    return PersistentRepr$.MODULE$.apply(
        payload, entry.sequence(), entry.stream(), manifest, false, ActorRef.noSender(), "");
  }
}
