package epochal.persistence.kryo;

/**
 * Marks what {@link KryoSerializer} carries between nodes and into snapshots: records whose classes
 * some {@link KryoTypes} registers.
 */
public interface KryoSerializable {}
