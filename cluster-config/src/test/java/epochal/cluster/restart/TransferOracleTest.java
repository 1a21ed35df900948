package epochal.cluster.restart;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.cluster.bench.TransferNetwork;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is lost, doubled or made up is found, and what nobody was told of is not missed. */
class TransferOracleTest {
  private static final int IN_FLIGHT = 4;
  private static final NumberedTransfers TRANSFERS =
      new NumberedTransfers(50, TransferNetwork::unkeyed, 7);

  private final TransferOracle oracle = new TransferOracle(TRANSFERS);

  @BeforeEach
  void aNodeStarts() {
    oracle.begin();
    tell(Report.Kind.VALID_UNTIL, 0, 40);
  }

  private void tell(Report.Kind kind, long number, long value) {
    oracle.told(new Report(kind, number, value));
  }

  private static Recorded<?> debit(long number, long sequence) {
    AccountCommand.Transfer transfer = TRANSFERS.of(number);
    return recorded(
        EntityId.account(transfer.coldkey()),
        sequence,
        Origin.CLOCK,
        new AccountEvent.Transferred(transfer.to(), transfer.amount(), Rao.ZERO));
  }

  private static Recorded<?> credit(long number, long sequence) {
    AccountCommand.Transfer transfer = TRANSFERS.of(number);
    return recorded(
        EntityId.account(transfer.to()),
        sequence,
        new Origin.Delivered(EntityId.account(transfer.coldkey()), 1),
        new AccountEvent.Credited(transfer.amount(), Message.Credit.Reason.TRANSFER));
  }

  private static Recorded<?> recorded(
      EntityId entity, long sequence, Origin origin, AccountEvent event) {
    return new Recorded<>(entity, sequence, 1, 0, origin, LaneNotes.NONE, event);
  }

  /** A transfer that went through and of which everything was told. */
  private void whole(long number) {
    tell(Report.Kind.ANSWERED, number, 2);
    tell(Report.Kind.ARRIVED, number, 3);
    oracle.logged(debit(number, 2));
    oracle.logged(credit(number, 3));
  }

  @Test
  void whatIsThereOnceIsFoundOverManyRounds() {
    for (long number = 0; number < 100; number++) {
      whole(number);
      if (number % 10 == 9) {
        oracle.compare();
      }
    }
    oracle.compareAtRest();

    assertThat(oracle.fault()).isNull();
    assertThat(oracle.acknowledged()).isEqualTo(100);
    assertThat(oracle.arrivedCount()).isEqualTo(100);
    assertThat(oracle.inLog()).isEqualTo(100);
  }

  @Test
  void aPlantedLossOfADebitIsNamed() {
    whole(1);
    tell(Report.Kind.ANSWERED, 2, 9);
    oracle.compare();

    assertThat(oracle.fault())
        .contains("Transfer 2 (1002 rao from " + TRANSFERS.of(2).coldkey())
        .contains("is lost", "record 9");
  }

  @Test
  void aPlantedLossOfACreditIsNamed() {
    tell(Report.Kind.ARRIVED, 2, 9);
    oracle.logged(debit(2, 5));
    oracle.compare();

    assertThat(oracle.fault()).contains("Transfer 2 ", "is lost", "durable at its receiver");
  }

  @Test
  void aPlantedDoubleIsNamedInTheSameRoundAndInALaterOne() {
    whole(1);
    oracle.logged(debit(1, 3));
    oracle.compare();
    assertThat(oracle.fault()).contains("Transfer 1 ", "doubled", "debited again", "record 3");

    var later = new TransferOracle(TRANSFERS);
    later.logged(debit(1, 2));
    later.logged(credit(1, 2));
    later.compare();
    assertThat(later.fault()).isNull();
    later.logged(credit(1, 8));
    later.compare();
    assertThat(later.fault()).contains("Transfer 1 ", "doubled", "credited again", "record 8");
  }

  @Test
  void anotherPlaceThanTheAcknowledgedOneIsAFault() {
    tell(Report.Kind.ANSWERED, 3, 2);
    oracle.logged(debit(3, 4));
    oracle.compare();

    assertThat(oracle.fault()).contains("Transfer 3 ", "record 2", "record 4");
  }

  @Test
  void moneyFromNowhereIsAFault() {
    oracle.logged(credit(4, 2));
    oracle.compare();
    assertThat(oracle.fault()).contains("Transfer 4 ", "credited before it was debited");

    var other = new TransferOracle(TRANSFERS);
    AccountCommand.Transfer transfer = TRANSFERS.of(5);
    other.logged(
        recorded(
            EntityId.account(transfer.coldkey()),
            2,
            Origin.CLOCK,
            new AccountEvent.Transferred(TRANSFERS.of(6).to(), transfer.amount(), Rao.ZERO)));
    assertThat(other.fault()).contains("nobody asked for");
  }

  @Test
  void whatWasRefusedMustNotBeThere() {
    oracle.logged(debit(5, 2));
    oracle.compare();
    assertThat(oracle.fault()).isNull();

    tell(Report.Kind.REFUSED, 5, 0);
    oracle.compare();
    assertThat(oracle.fault()).contains("Transfer 5 ", "refused");
  }

  @Test
  void whatNobodyWasToldOfMayBeThereOrNotButArrivesInTheEnd() {
    oracle.logged(debit(6, 2));
    oracle.compare();
    assertThat(oracle.fault()).isNull();

    oracle.compareAtRest();
    assertThat(oracle.fault()).contains("Transfer 6 ", "debited and never credited");
  }

  @Test
  void whatWasNotAnsweredIsSentAgainAsItWasUntilItIs() {
    whole(0);
    tell(Report.Kind.VALID_UNTIL, 2, 60);
    oracle.dead(IN_FLIGHT);
    oracle.compare();

    assertThat(oracle.next()).isEqualTo(5);
    assertThat(oracle.open())
        .containsExactly(
            new Worker.Again(1, 40),
            new Worker.Again(2, 60),
            new Worker.Again(3, 60),
            new Worker.Again(4, 60));

    oracle.logged(debit(2, 7));
    oracle.compare();
    oracle.begin();
    tell(Report.Kind.ANSWERED, 2, 7);
    tell(Report.Kind.EXPIRED, 3, 0);
    tell(Report.Kind.UNSETTLED, 4, 0);
    oracle.dead(IN_FLIGHT);
    oracle.compare();

    assertThat(oracle.fault()).isNull();
    assertThat(oracle.answeredAgain()).isEqualTo(1);
    assertThat(oracle.next()).as("that process sent nothing of itself").isEqualTo(5);
    assertThat(oracle.open()).containsExactly(new Worker.Again(1, 40), new Worker.Again(4, 60));
  }

  @Test
  void anAnswerToACallSentAgainNamesThePlaceWhereItWasObeyedBefore() {
    oracle.logged(debit(1, 7));
    oracle.compare();
    tell(Report.Kind.ANSWERED, 1, 8);
    oracle.compare();

    assertThat(oracle.fault()).contains("Transfer 1 ", "record 8", "record 7");
  }

  @Test
  void aReportThatTheKillCutOffIsNone() throws IOException {
    var written = new ByteArrayOutputStream();
    new Reports(written)
        .write(
            List.of(
                new Report(Report.Kind.ANSWERED, (1L << 40) + 5, 6),
                new Report(Report.Kind.ARRIVED, 7, -8)));
    byte[] all = written.toByteArray();

    var whole = new ByteArrayInputStream(all);
    assertThat(Report.read(whole)).isEqualTo(new Report(Report.Kind.ANSWERED, (1L << 40) + 5, 6));
    assertThat(Report.read(whole)).isEqualTo(new Report(Report.Kind.ARRIVED, 7, -8));
    assertThat(Report.read(whole)).isNull();

    var cut = new ByteArrayInputStream(Arrays.copyOf(all, all.length - 1));
    assertThat(Report.read(cut)).isNotNull();
    assertThat(Report.read(cut)).isNull();
  }
}
