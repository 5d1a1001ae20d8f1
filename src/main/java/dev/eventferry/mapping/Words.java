package dev.eventferry.mapping;

import java.util.Set;

/** What YAML 1.1 and people write for true and false, in lower case. */
final class Words {

    static final Set<String> TRUE = Set.of("true", "yes", "on");
    static final Set<String> FALSE = Set.of("false", "no", "off");

    private Words() {}
}
