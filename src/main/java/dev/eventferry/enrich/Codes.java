package dev.eventferry.enrich;

import dev.eventferry.event.Field;
import java.util.ArrayList;
import java.util.List;

/** The codes of the warnings that this package raises. */
public final class Codes {

    /** Nothing but white space. */
    static final String BLANK = "_blank";
    /** Hashed, where TikTok wants the plain value. */
    static final String HASHED = "_hashed";
    /** Not what the field is for. */
    static final String UNPARSEABLE = "_unparseable";
    /** A word that means that there is no value. */
    static final String PLACEHOLDER = "_placeholder";
    /** Longer than TikTok takes. */
    static final String TOO_LONG = "_too_long";
    /** An ad macro that nobody filled in. */
    static final String MACRO = "_macro";
    /** The same in a campaign's parameters. */
    static final String CAMPAIGN_MACRO = "campaign_macro";

    private Codes() {}

    /** Every code that this package raises. */
    public static List<String> all() {
        List<String> all = new ArrayList<>();
        for (Field field : List.of(Field.TTCLID, Field.TTP)) {
            for (String kind : List.of(BLANK, HASHED, UNPARSEABLE, PLACEHOLDER, TOO_LONG, MACRO)) {
                all.add(field.leaf() + kind);
            }
        }
        all.add(CAMPAIGN_MACRO);
        return List.copyOf(all);
    }
}
