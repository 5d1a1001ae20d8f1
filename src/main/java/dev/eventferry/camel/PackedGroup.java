package dev.eventferry.camel;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.event.Cursor;
import dev.eventferry.store.Submission;

/**
 * A group of which every verdict is spoken, with what the store is to keep of it. Whoever does not bring it to the outbox
 * takes its claims back.
 */
record PackedGroup(HashedGroup group, Submission submission) {

    /** The same, with another place for the door to stand once it is committed. */
    PackedGroup at(Cursor cursor) {
        return new PackedGroup(
                group,
                new Submission(
                        submission.source(), submission.place(), submission.events(), cursor, submission.counts()));
    }
}
