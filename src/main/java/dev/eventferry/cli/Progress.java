package dev.eventferry.cli;

/**
 * How far a file is. What is accepted, duplicate, filtered and rejected are rows or, where several are one event, groups of
 * rows.
 *
 * @param share of the phase that is done, 0 to 1; below 0 when it is not known
 * @param delivered below 0 when nothing is to be delivered, or it is not known
 */
record Progress(
        Phase phase,
        double share,
        long rows,
        long accepted,
        long duplicate,
        long filtered,
        long rejected,
        long delivered) {

    /** What happens to it. */
    enum Phase {
        WAITING("waits for its turn"),
        APPROVAL("waits for its approval"),
        READING("is being read"),
        DELIVERING("is being delivered");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Before anything is known of it. */
    static Progress waiting() {
        return new Progress(Phase.WAITING, -1, 0, 0, 0, 0, 0, -1);
    }
}
