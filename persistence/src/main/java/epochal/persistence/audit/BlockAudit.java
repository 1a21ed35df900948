package epochal.persistence.audit;

import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether records stand where their block and their cause belong: none before its block was minted,
 * no call before the network began, and nothing of the genesis after that. For one thread.
 */
final class BlockAudit {
  private final EntryAudit entries;
  private final List<Late> late = new ArrayList<>();
  private Window window = new Window();

  /** A record that may stand too early or too late. */
  private record Late(long position, long block, boolean mints, boolean signed, boolean genesis) {}

  BlockAudit(EntryAudit entries) {
    this.entries = entries;
  }

  void begin(Window next) {
    window = next;
    late.clear();
  }

  /** Looks at a record, and keeps it in mind if the window must be known for more. */
  void looked(Recorded<?> recorded, long position) {
    boolean genesis = recorded.origin() instanceof Origin.Genesis;
    if (genesis || !window.heights().isCertain(recorded.block())) {
      boolean mints =
          recorded.entity().equals(EntityId.NETWORK_EMISSION)
              && !(recorded.origin() instanceof Origin.Delivered);
      boolean signed = recorded.origin() instanceof Origin.Signed;
      late.add(new Late(position, recorded.block(), mints, signed, genesis));
    }
  }

  /** Now that all is known that was minted. */
  void check() {
    for (Late record : late) {
      try {
        minted(record);
      } catch (Diverged e) {
        window.faults().add(record.position(), Faults.Check.MINTED, e.divergence());
      }
    }
  }

  private void minted(Late record) {
    long height = window.heights().heightBefore(record.position());
    if (record.block() > height + (record.mints() ? 1 : 0)) {
      throw Diverged.at(
          entries.again(window, record.position()),
          "block",
          height + " or earlier",
          record.block(),
          "the block has not been minted yet");
    }
    boolean began = window.heights().hadBegun(record.position());
    if (record.signed() && !began) {
      throw misplaced(record, "the genesis", "a call", "the network had not begun");
    }
    if (record.genesis() && began) {
      throw misplaced(record, "a cause", "the genesis", "the network had begun before");
    }
  }

  private Diverged misplaced(Late record, String expected, String found, String sentence) {
    return Diverged.at(
        entries.again(window, record.position()), "origin", expected, found, sentence);
  }
}
