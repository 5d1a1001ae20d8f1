package dev.eventferry.settings;

/**
 * What {@code ferry.source.NAME.file-*} says of one source's files (docs/files.md). What it leaves open is told by each
 * file itself.
 *
 * @param source the mapping that they are read with
 */
public record FileSettings(String source) {

    /** Each file tells all itself. */
    public static FileSettings none(String source) {
        return new FileSettings(source);
    }
}
