package dev.eventferry.camel;

import dev.eventferry.delivery.Alarm;
import dev.eventferry.delivery.Halt;
import dev.eventferry.store.DeadLetter;
import java.util.List;

/** Tells two who listen. */
record Alarms(Alarm first, Alarm second) implements Alarm {

    @Override
    public void died(List<DeadLetter> letters) {
        first.died(letters);
        second.died(letters);
    }

    @Override
    public void parked(String destination, Halt.Parked why) {
        first.parked(destination, why);
        second.parked(destination, why);
    }
}
