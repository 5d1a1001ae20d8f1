package dev.eventferry.delivery;

import dev.eventferry.store.DeadLetter;
import java.util.List;

/** Hears of what ended badly, after it is written down. Must not wait and must not fail: deliveries call it. */
public interface Alarm {

    /** Nobody listens. */
    Alarm NONE = new Alarm() {
        @Override
        public void died(List<DeadLetter> letters) {}

        @Override
        public void parked(String destination, Halt.Parked why) {}
    };

    /** Events of one batch, and so of one destination, are dead letters now; never empty. */
    void died(List<DeadLetter> letters);

    /** A destination needs a person. */
    void parked(String destination, Halt.Parked why);
}
