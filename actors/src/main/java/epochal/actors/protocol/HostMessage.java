package epochal.actors.protocol;

/** Whatever may stand in the mailbox of an entity's actor. */
public interface HostMessage {}
