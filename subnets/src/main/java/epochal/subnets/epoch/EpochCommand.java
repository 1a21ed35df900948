package epochal.subnets.epoch;

/** What a subnet's coordinator makes itself do. */
public sealed interface EpochCommand {

  /** Hold the first epoch in the queue. */
  record HoldEpoch() implements EpochCommand {}

  /** Pay the epoch that has been held. */
  record PayEpoch() implements EpochCommand {}
}
