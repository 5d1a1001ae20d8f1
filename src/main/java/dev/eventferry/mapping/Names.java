package dev.eventferry.mapping;

import java.util.regex.Pattern;

/** The names of sources and destinations. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private Names() {}

    static String of(YamlTree tree, String what) throws MappingException {
        String name = tree.text(what + " must be a name");
        if (!NAME.matcher(name).matches()) {
            throw tree.error(what + " must be a name of letters, digits, dashes and underscores, 64 at most");
        }
        return name;
    }
}
