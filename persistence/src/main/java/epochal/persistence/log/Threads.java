package epochal.persistence.log;

/** Waiting for threads that end by themselves. */
final class Threads {
  private Threads() {}

  /** Until it has ended, even when interrupted; the interrupt is kept for the caller. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
