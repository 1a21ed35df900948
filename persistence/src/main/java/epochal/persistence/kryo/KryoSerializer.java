package epochal.persistence.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.NotSerializableException;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What Pekko calls for messages between nodes and for snapshots. Typed actor references inside are
 * written as their address.
 *
 * <p>The manifest is the class's simple name, for people; the bytes say what they are.
 */
public final class KryoSerializer extends SerializerWithStringManifest {
  /** Names this serializer on the wire and in snapshot stores. */
  public static final int IDENTIFIER = 20_002;

  private static final int ACTOR_REF_ID = 31;

  private final KryoCodec codec;

  public KryoSerializer(ExtendedActorSystem system) {
    codec =
        new KryoCodec(
            KryoRegistry.load(),
            () ->
                List.of(
                    new LedgerKryo.Family(ACTOR_REF_ID, ActorRef.class, new ActorRefs(system))));
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return message.getClass().getSimpleName();
  }

  @Override
  public byte[] toBinary(Object message) {
    return codec.write(message);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return codec.read(bytes);
    } catch (UnreadableSnapshotException e) {
      var unreadable = new NotSerializableException(manifest + ": " + e.getMessage());
      unreadable.initCause(e);
      throw unreadable;
    }
  }

  /** Resolved when first used: a serializer is made before the actor system is complete. */
  private static final class ActorRefs extends Serializer<ActorRef<Object>> {
    private final ExtendedActorSystem system;

    ActorRefs(ExtendedActorSystem system) {
      super(false, true);
      this.system = system;
    }

    @Override
    public void write(Kryo kryo, Output out, ActorRef<Object> ref) {
      out.writeString(resolver().toSerializationFormat(ref));
    }

    @Override
    public ActorRef<Object> read(Kryo kryo, Input in, Class<? extends ActorRef<Object>> type) {
      return resolver().resolveActorRef(in.readString());
    }

    private ActorRefResolver resolver() {
      return ActorRefResolver.get(Adapter.toTyped(system));
    }
  }
}
