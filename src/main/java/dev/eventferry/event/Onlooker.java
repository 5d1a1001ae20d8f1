package dev.eventferry.event;

/** Looks on while a group is judged, and sees what is gone once its verdicts are spoken. For the thread that judges. */
public interface Onlooker {

    /** An event was refused for what it says; personal data is in the clear. */
    void refused(ConversionEvent event);
}
