package dev.eventferry.camel;

/** A table is not read, because the disk has no room for what would come of it. */
final class NoRoom extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoRoom() {
        super(
                "nothing is read until there is room on the disk, which has less than twice ferry.store.disk-reserve left");
    }
}
