package dev.eventferry.inspect;

/** What somebody at the inspector may do. */
public enum Role {
    /** Look. */
    VIEW,
    /** Look, replay dead letters, and resume destinations. */
    OPERATE
}
