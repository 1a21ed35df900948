package epochal.persistence.backup;

/**
 * What a backup came to.
 *
 * @param sha256 of the manifest, which names the backup and everything in it
 * @param entries of the log that are in it
 * @param bytes of all files
 * @param copiedFiles those that were not there from the last time
 */
public record BackupReport(
    String networkId,
    String sha256,
    long entries,
    long files,
    long bytes,
    long copiedFiles,
    long copiedBytes) {}
