package epochal.actors.protocol;

import epochal.persistence.kryo.KryoSerializable;

/**
 * What a command came to, for whoever asked.
 *
 * @param ticket of the {@link Asker}
 */
public record Answer(long ticket, Outcome outcome) implements KryoSerializable {}
