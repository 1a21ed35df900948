package epochal.ledger.rejection;

/**
 * Every code with which a command can be refused. The names are those of the specification, which
 * clients match on; they never change.
 */
@SuppressWarnings("checkstyle:MemberName") // the names are the reference chain's own
public enum RejectionCode {
  // Signature and validity (spec 01 §3)
  BadProof,
  BadSigner,
  BadOrigin,
  AncientBirthBlock,
  BadRequest,

  // Accounts (spec 01 §2)
  FundsUnavailable,
  BelowMinimum,
  NotExpendable,
  ZeroBalanceAfterWithdrawn,

  // Keys and stake (spec 05 §1)
  NotEnoughBalanceToStake,
  HotKeyAccountNotExists,
  HotKeyNotDelegateAndSignerNotOwnHotKey,
  StakeRateLimitExceeded,
  UnstakeRateLimitExceeded,
  NomStakeBelowMinimumThreshold,
  StakeToWithdrawIsZero,
  NotEnoughStakeToWithdraw,
  NonAssociatedColdKey,
  HotKeyAlreadyDelegate,
  DelegateTxRateLimitExceeded,
  DelegateTakeTooLow,
  DelegateTakeTooHigh,

  // Networks and registration (spec 03)
  NetworkTxRateLimitExceeded,
  AllNetworksInImmunity,
  SubNetworkDoesNotExist,
  SubnetDoesNotExist,
  NotSubnetOwner,
  RegistrationNotPermittedOnRootSubnet,
  SubNetRegistrationDisabled,
  TooManyRegistrationsThisBlock,
  TooManyRegistrationsThisInterval,
  HotKeyAlreadyRegisteredInSubNet,
  NoNeuronIdAvailable,
  RegistrationPriceLimitExceeded,
  RootNetworkDoesNotExist,
  StakeTooLowForRoot,

  // Hyperparameters (spec 03 §8)
  ValueNotInBounds,
  MaxAllowedUIdsLessThanCurrentUIds,
  MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
  MaxValidatorsLargerThanMaxUIds,
  BondsMovingAverageMaxReached,
  LiquidAlphaDisabled,
  AlphaHighTooLow,
  AlphaLowOutOfRange,
  NegativeSigmoidSteepness,

  // Weights (spec 04, 02 §4.3)
  CommitRevealEnabled,
  CommitRevealDisabled,
  WeightsCommitNotAllowed,
  NoWeightsCommitFound,
  InvalidRevealCommitTempo,
  InvalidRevealCommitHashNotMatch,
  CanNotSetRootNetworkWeights,
  NotRootSubnet,
  WeightVecNotEqualSize,
  UidsLengthExceedUidsInSubNet,
  HotKeyNotRegisteredInSubNet,
  NotEnoughStakeToSetWeights,
  IncorrectWeightVersionKey,
  SettingWeightsTooFast,
  NeuronNoValidatorPermit,
  DuplicateUids,
  UidVecContainInvalidOne,
  WeightVecLengthIsLow,
  MaxWeightExceeded,

  // Serving (spec 03 §7)
  HotKeyNotRegisteredInNetwork,
  InvalidIpType,
  InvalidIpAddress,
  ServingRateLimitExceeded,
  InvalidPort
}
