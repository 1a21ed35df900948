package epochal.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkCheckTest {
  private static final int LIMIT = 1 << 20;
  private final LinkCheck check = new LinkCheck();
  private final StreamNames names = StreamNames.ofSegment();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final FrameEntries entries = new FrameEntries();
  private long segment;
  private long offset;

  private record Next(String stream, long sequence, long link) {}

  private static Next next(String stream, long sequence, long link) {
    return new Next(stream, sequence, link);
  }

  /** Answers the places of the streams. */
  private List<Integer> take(long address, Next... batch) throws BadFrame {
    List<LogEntry> written = new ArrayList<>();
    for (Next next : batch) {
      written.add(new LogEntry(next.stream, next.sequence, false, 1, "", new byte[3]));
    }
    var body = FrameBody.encode(written, LIMIT);
    StreamName first = written.getFirst().name();
    if (written.stream().anyMatch(entry -> !entry.name().equals(first))) {
      body.putNames(written);
    } else if (numbers.containsKey(first.text())) {
      body.putNumber(numbers.get(first.text()));
    } else {
      numbers.put(first.text(), numbers.size());
      body.putName(first);
    }
    for (Next next : batch) {
      if (next.sequence > 1) {
        body.putLink(next.link);
      }
    }
    var header = new FrameHeader((short) 0, body.length(), offset, 0, 0, 0, 0, 20);
    names.enter(segment);
    entries.read(address, header, body.bytes(), 0, names);
    check.next(new Frame(address, header, batch.length, entries), segment);
    offset += batch.length;
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < batch.length; i++) {
      places.add(check.place(i));
    }
    return places;
  }

  private void beginSegment(long start) {
    segment = start;
    numbers.clear();
  }

  @Test
  void streamsHavePlacesInTheOrderInWhichTheyCome() throws BadFrame {
    assertThat(take(0, next("a", 1, 0))).containsExactly(0);
    assertThat(take(50, next("b", 1, 0), next("b", 2, 0))).containsExactly(1, 1);
    assertThat(take(90, next("b", 3, 40), next("c", 1, 0), next("a", 2, 90), next("a", 3, 0)))
        .containsExactly(1, 2, 0, 0);
    beginSegment(200);
    assertThat(take(200, next("c", 2, 110))).containsExactly(2);
    assertThat(take(230, next("a", 4, 140))).containsExactly(0);
    assertThat(take(260, next("c", 3, 60))).containsExactly(2);
  }

  @Test
  void moreEntriesThanThereAreAreRefusedAtTheFirstThatIsNone() {
    // given a body that counts as many entries as it has bytes
    byte[] body = new byte[1 << 20];
    body[0] = body[1] = (byte) 0x80;
    body[2] = 0x40;
    var header = new FrameHeader((short) 0, body.length, 0, 0, 0, 0, 0, 20);

    assertThatThrownBy(() -> entries.read(0, header, body, 0, names))
        .isInstanceOf(BadFrame.class)
        .hasMessageContaining("entry 0 has a field out of range");
  }

  @Test
  void thereAreManyStreams() throws BadFrame {
    for (int round = 1; round <= 3; round++) {
      beginSegment(round * 100_000L);
      for (int i = 0; i < 1000; i++) {
        // The second segment has them in the opposite order.
        int at = round == 2 ? 999 - i : i;
        long before = round == 2 ? segment - 100_000 + at : segment - 100_000 + 999 - at;
        assertThat(take(segment + i, next("stream " + at, round, segment + i - before)))
            .containsExactly(at);
      }
    }
  }

  @Test
  void anEntryThatIsMissingIsFound() throws BadFrame {
    take(0, next("a", 1, 0));

    assertThatThrownBy(() -> take(50, next("a", 3, 50)))
        .isInstanceOfSatisfying(
            BadFrame.class,
            bad -> {
              assertThat(bad.kind()).isEqualTo(LogFinding.Kind.CONTENT);
              assertThat(bad.sentence())
                  .isEqualTo("entry 2 of a was expected, and entry 3 is there");
            });
  }

  @Test
  void anEntryThatIsDoubledIsFound() throws BadFrame {
    take(0, next("a", 1, 0), next("b", 1, 0));
    take(50, next("a", 2, 50));

    assertThatThrownBy(() -> take(90, next("a", 2, 90)))
        .isInstanceOfSatisfying(
            BadFrame.class,
            bad ->
                assertThat(bad.sentence())
                    .isEqualTo("entry 3 of a was expected, and entry 2 is there"));
  }

  @Test
  void aStreamWithoutItsBeginningIsFound() {
    assertThatThrownBy(() -> take(0, next("a", 2, 0)))
        .isInstanceOfSatisfying(
            BadFrame.class,
            bad ->
                assertThat(bad.sentence())
                    .isEqualTo("entry 1 of a was expected, and entry 2 is there"));
  }

  @Test
  void aLinkToAnotherPlaceIsFound() throws BadFrame {
    take(0, next("a", 1, 0));
    take(50, next("b", 1, 0));

    assertThatThrownBy(() -> take(90, next("a", 2, 40)))
        .isInstanceOfSatisfying(
            BadFrame.class,
            bad ->
                assertThat(bad.sentence())
                    .isEqualTo("entry 2 of a points to the wrong place for the entry before it"));
  }
}
