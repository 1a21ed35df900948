package epochal.persistence.backup;

/**
 * What was restored.
 *
 * @param sha256 of the backup's manifest
 * @param entries of the log
 * @param bytes of all files
 */
public record RestoreReport(
    String networkId, String sha256, long entries, long files, long bytes) {}
