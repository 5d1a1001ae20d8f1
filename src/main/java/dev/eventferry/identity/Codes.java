package dev.eventferry.identity;

import dev.eventferry.event.Field;
import java.util.ArrayList;
import java.util.List;

/** The codes of the warnings that this package raises: a field's name and one of these kinds. */
public final class Codes {

    /** Nothing but white space. */
    static final String BLANK = "_blank";
    /** The SHA-256 of the empty text. */
    static final String EMPTY_DIGEST = "_empty_digest";
    /** MD5, SHA-1 or SHA-512. */
    static final String WRONG_DIGEST = "_wrong_digest";
    /** Perhaps MD5 or SHA-1, but taken as it is. */
    static final String LOOKS_HASHED = "_looks_hashed";
    /** Hashed, where TikTok wants the plain value. */
    static final String HASHED = "_hashed";
    /** Not what the field is for. */
    static final String UNPARSEABLE = "_unparseable";
    /** A word that means that there is no value. */
    static final String PLACEHOLDER = "_placeholder";
    /** More values than are sent. */
    static final String TOO_MANY = "_too_many";
    /** An ad macro that nobody filled in. */
    static final String MACRO = "_macro";
    /** A phone number without a country. */
    static final String COUNTRY_MISSING = "_country_missing";
    /** A phone number that a spreadsheet rounded. */
    static final String ROUNDED = "_rounded";
    /** An address that no visitor has. */
    static final String NOT_PUBLIC = "_not_public";
    /** All zeros: the device allows no tracking. */
    static final String ZERO = "_zero";
    /** Not one of the values that TikTok lists. */
    static final String UNKNOWN = "_unknown";
    /** The person said no. */
    static final String DENIED = "_denied";

    private Codes() {}

    /** Every code that this package raises. */
    public static List<String> all() {
        List<String> all = new ArrayList<>();
        add(all, Field.EMAIL, BLANK, EMPTY_DIGEST, WRONG_DIGEST, UNPARSEABLE, TOO_MANY, DENIED);
        add(all, Field.PHONE, BLANK, EMPTY_DIGEST, WRONG_DIGEST, UNPARSEABLE, TOO_MANY, DENIED);
        add(all, Field.PHONE, COUNTRY_MISSING, ROUNDED);
        add(all, Field.EXTERNAL_ID, BLANK, EMPTY_DIGEST, LOOKS_HASHED, PLACEHOLDER, TOO_MANY);
        add(all, Field.FIRST_NAME, BLANK, EMPTY_DIGEST, WRONG_DIGEST, UNPARSEABLE);
        add(all, Field.LAST_NAME, BLANK, EMPTY_DIGEST, WRONG_DIGEST, UNPARSEABLE);
        add(all, Field.ZIP_CODE, BLANK, EMPTY_DIGEST, WRONG_DIGEST, UNPARSEABLE);
        add(all, Field.CITY, BLANK, HASHED, UNPARSEABLE);
        add(all, Field.STATE, BLANK, HASHED, UNPARSEABLE);
        add(all, Field.COUNTRY, BLANK, HASHED, UNKNOWN);
        add(all, Field.IDFA, BLANK, EMPTY_DIGEST, WRONG_DIGEST, UNPARSEABLE, ZERO);
        add(all, Field.GAID, BLANK, EMPTY_DIGEST, WRONG_DIGEST, UNPARSEABLE, ZERO);
        add(all, Field.IDFV, BLANK, HASHED, UNPARSEABLE, ZERO);
        add(all, Field.LOCALE, BLANK, HASHED, UNPARSEABLE);
        add(all, Field.IP, BLANK, HASHED, UNPARSEABLE, NOT_PUBLIC);
        add(all, Field.USER_AGENT, BLANK, HASHED, PLACEHOLDER, MACRO);
        add(all, Field.ATT_STATUS, BLANK, UNKNOWN);
        return List.copyOf(all);
    }

    private static void add(List<String> all, Field field, String... kinds) {
        for (String kind : kinds) {
            all.add(field.leaf() + kind);
        }
    }
}
