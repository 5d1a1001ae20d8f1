package dev.eventferry.files;

import dev.eventferry.cell.DateOrder;
import dev.eventferry.settings.FileSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The corpus: exports as people and systems make them, one trap each (sources D8), as bytes, with what must become of each
 * row. {@code ok} is followed by the order's id, time, value, e-mail and phone, {@code no} by the code it is refused with,
 * {@code drop} by the reason it is left out; {@code refused} by words of the sentence that the whole file is refused with.
 */
@SuppressWarnings({"ArrayRecordComponent", "StringConcatToTextBlock"
}) // bytes are never compared; a row stands in a line
final class Traps {

    /** One file. */
    record Trap(String name, String file, byte[] bytes, FileSettings given, List<String> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final FileSettings NONE = FileSettings.none("shop");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private static final String HEAD = "order,date,amount,email,phone\n";
    private static final String ROW = "o-1,2024-03-04 10:00,12.50,ada@example.com,+4915112345678\n";
    private static final String OK = "ok o-1 2024-03-04T10:00:00Z 12.5 ada@example.com +4915112345678";

    private final List<Trap> all = new ArrayList<>();

    private Traps() {}

    static List<Trap> all() {
        Traps traps = new Traps();
        traps.encodings();
        traps.delimiters();
        traps.rows();
        traps.structure();
        traps.numbers();
        traps.dates();
        traps.people();
        traps.archives();
        traps.workbooks();
        traps.json();
        return traps.all;
    }

    private void encodings() {
        String german = "order;date;amount;email;name\no-1;04.03.2024;1.234,50;ada@example.com;Jörg Müßig\n";
        String read = "ok o-1 2024-03-04T00:00:00Z 1234.5 ada@example.com - jörg müßig";
        add("UTF-8", "a.csv", utf8(HEAD + ROW), OK);
        add("UTF-8 with letters", "a.csv", utf8(german), read);
        add("UTF-8 with byte order mark (Excel's CSV UTF-8)", "a.csv", utf8("\uFEFF" + HEAD + ROW), OK);
        add(
                "byte order mark before a quote",
                "a.csv",
                utf8("\uFEFF\"order\",\"date\",email\n\"o-1\",2024-03-04,a@b.co\n"),
                "ok o-1 2024-03-04T00:00:00Z - a@b.co -");
        add(
                "UTF-16LE with mark and tabs (Excel's Unicode Text)",
                "a.txt",
                marked(StandardCharsets.UTF_16LE, german.replace(';', '\t').replace("\n", "\r\n")),
                read);
        add("UTF-16BE with mark", "a.csv", marked(StandardCharsets.UTF_16BE, german), read);
        add("UTF-16LE without mark", "a.csv", german.getBytes(StandardCharsets.UTF_16LE), read);
        add("UTF-16BE without mark", "a.csv", german.getBytes(StandardCharsets.UTF_16BE), read);
        add("UTF-32LE with mark", "a.csv", marked(Charset.forName("UTF-32LE"), german), read);
        add(
                "Windows-1252 with euro sign and no-break space",
                "a.csv",
                german.replace("1.234,50", "1\u00A0234,50\u00A0€").getBytes(WINDOWS),
                read);
        add("ISO-8859-1", "a.csv", german.getBytes(StandardCharsets.ISO_8859_1), read);
        add("an old Mac's letters", "a.csv", german.getBytes(Charset.forName("x-MacRoman")), read);
        add("DOS letters", "a.csv", german.getBytes(Charset.forName("IBM850")), read);
        String russian = "order;date;amount;email;name\n"
                + "o-1;04.03.2024;1.234,50;ada@example.com;Мария Иванова из города Москва\n";
        add(
                "Windows-1251, told by the settings",
                "a.csv",
                russian.getBytes(Charset.forName("windows-1251")),
                settings("encoding", "windows-1251"),
                "ok o-1 2024-03-04T00:00:00Z 1234.5 ada@example.com - мария иванова из города москва");
        String japanese = "order;date;amount;email;name\n"
                + "o-1;2024-03-04;1234;ada@example.com;東京都渋谷区の山田太郎さんからのご注文ありがとうございます\n"
                        .repeat(3)
                        .replaceAll("(?<=\n)o-1", "o-1");
        add(
                "Shift_JIS",
                "a.csv",
                japanese.getBytes(Charset.forName("Shift_JIS")),
                repeat(3, "ok o-1 2024-03-04T00:00:00Z 1234 ada@example.com - 東京都渋谷区の山田太郎さんからのご注文ありがとうございます"));
        add(
                "one row of another encoding",
                "a.csv",
                join(
                        utf8(german),
                        "o-2;05.03.2024;1,00;bob@example.com;Böll\n".getBytes(WINDOWS),
                        utf8("o-3;06.03.2024;1,00;bob@example.com;Böll\n")),
                settings("encoding", "utf-8"),
                read,
                "no row_encoding",
                "ok o-3 2024-03-06T00:00:00Z 1 bob@example.com - böll");
        add("zero bytes", "a.csv", utf8(HEAD + ROW.replace("o-1", "o\0-1") + ROW), "no row_unreadable", OK);
        add("empty", "a.csv", new byte[0], "refused is empty");
        add("a byte order mark alone", "a.csv", utf8("\uFEFF"), "refused is empty");
        add("blank lines alone", "a.csv", utf8("\n \n;;;\n"), "refused is empty");
        add("a header alone", "a.csv", utf8(HEAD));
    }

    private void delimiters() {
        String row = "o-1;2024-03-04;12,50;ada@example.com\n";
        String read = "ok o-1 2024-03-04T00:00:00Z 12.5 ada@example.com -";
        add("semicolons and decimal commas", "a.csv", utf8("order;date;amount;email\n" + row), read);
        add("sep=;", "a.csv", utf8("sep=;\r\norder;date;amount;email\r\n" + row), read);
        add(
                "sep=; in UTF-16",
                "a.csv",
                marked(StandardCharsets.UTF_16LE, "sep=;\r\norder;date;amount;email\r\n" + row),
                read);
        add("tabs", "a.tsv", utf8(("order;date;amount;email\n" + row).replace(';', '\t')), read);
        add("bars", "a.csv", utf8(("order;date;amount;email\n" + row).replace(';', '|')), read);
        add(
                "lists of bars within commas",
                "a.csv",
                utf8("order,date,amount,email,tags\no-1,2024-03-04,12.50,ada@example.com,a|b\n"),
                read);
        add(
                "a delimiter that only the settings know",
                "a.csv",
                utf8(("order;date;amount;email\n" + row).replace(';', '^')),
                settings("delimiter", "^"),
                read);
        add(
                "apostrophes as quotes",
                "a.csv",
                utf8("order,date,amount,email\n'o-1','2024-03-04','12,50','ada@example.com'\n"),
                settings("quote", "'"),
                read);
    }

    private void rows() {
        add("CR alone ends lines", "a.csv", utf8((HEAD + ROW).replace('\n', '\r')), OK);
        add("CRLF ends lines", "a.csv", utf8((HEAD + ROW).replace("\n", "\r\n")), OK);
        add(
                "CRLF within quotes",
                "a.csv",
                utf8("order,date,amount,email,note\no-1,2024-03-04,1,a@b.co,\"x\r\ny\"\r\n"),
                "ok o-1 2024-03-04T00:00:00Z 1 a@b.co -");
        add(
                "doubled quotes",
                "a.csv",
                utf8("order,date,amount,email,name\no-1,2024-03-04,1,a@b.co,\"Ada \"\"Countess\"\"\"\n"),
                "ok o-1 2024-03-04T00:00:00Z 1 a@b.co - ada countess");
        add(
                "a quote that never closes",
                "a.csv",
                utf8(HEAD + "\"o-0,2024-03-04,1,a@b.co,\n" + ROW),
                "no row_unreadable",
                OK);
        add(
                "a quote that closes too early",
                "a.csv",
                utf8(HEAD + "\"o\"-0,2024-03-04,1,a@b.co,\n" + ROW),
                "no row_unreadable",
                OK);
        add(
                "more cells than columns",
                "a.csv",
                utf8(HEAD + "o-0,2024-03-04,1,Ada, Countess,a@b.co,1\n" + ROW),
                "no row_too_long",
                OK);
        add(
                "fewer cells than columns",
                "a.csv",
                utf8(HEAD + "o-0,2024-03-04,1,a@b.co\n" + ROW),
                "ok o-0 2024-03-04T00:00:00Z 1 a@b.co -",
                OK);
        add(
                "a line of 3 MB",
                "a.csv",
                utf8(HEAD + "o-0," + "x".repeat(3_000_000) + "\n" + ROW),
                "no row_unreadable",
                OK);
        add(
                "rows of delimiters alone",
                "a.csv",
                utf8(HEAD + ROW + ",,,,\n,,,,\n"),
                OK,
                "drop empty row",
                "drop empty row");
        add(
                "formulas (CSV injection) are text",
                "a.csv",
                utf8("order,date,amount,email,name\no-1,2024-03-04,1,a@b.co,=cmd|' /C calc'!A0\n"),
                "ok o-1 2024-03-04T00:00:00Z 1 a@b.co - cmd c calca0");
        add(
                "one row appended",
                "a.csv",
                utf8(HEAD + ROW + ROW.replace("o-1", "o-2").stripTrailing()),
                OK,
                OK.replace("o-1", "o-2"));
    }

    private void structure() {
        add(
                "a footer",
                "a.csv",
                utf8(
                        HEAD + ROW
                                + "\n\n\"Orders of March\"\n\"Copyright (c) 2024 salesforce.com, inc. All rights reserved.\"\n\"Generated By: Ada Lovelace 3/4/2024 3:04 PM\"\n"),
                OK,
                "drop footer",
                "drop footer",
                "drop footer");
        add(
                "a footer that the settings keep",
                "a.csv",
                utf8(HEAD + ROW + "Acme Inc.\n"),
                settings("footer", "keep"),
                OK,
                "no event_time_missing");
        add(
                "a short row is no footer when rows follow",
                "a.csv",
                utf8(HEAD + ROW + "Acme Inc.\n" + ROW),
                OK,
                "no event_time_missing",
                OK);
        add("a total below", "a.csv", utf8(HEAD + ROW + "Total,,12.50,,\n"), OK, "drop footer");
        add(
                "the header again in the middle",
                "a.csv",
                utf8(HEAD + ROW + HEAD.toUpperCase(java.util.Locale.ROOT) + ROW.replace("o-1", "o-2")),
                OK,
                "drop repeated header",
                OK.replace("o-1", "o-2"));
        add("an empty first column", "a.csv", utf8("," + HEAD + "0," + ROW), OK);
        add(
                "two columns of one name",
                "a.csv",
                utf8("order,date,amount,email,email\no-1,2024-03-04,1,a@b.co,c@d.co\n"),
                "ok o-1 2024-03-04T00:00:00Z 1 a@b.co -");
        add("blanks and capitals in the header", "a.csv", utf8(" Order , DATE,Amount , EMAIL, Phone\n" + ROW), OK);
        add(
                "lines above the header",
                "a.csv",
                utf8("Orders of March\nfrom;2024-03-01\n\n"
                        + "order;date;amount;email\no-1;2024-03-04;12,50;ada@example.com\n"),
                "ok o-1 2024-03-04T00:00:00Z 12.5 ada@example.com -");
        add("a header that the settings name", "a.csv", utf8("a,b,c,d,e\n" + HEAD + ROW), settings("header", "2"), OK);
        add("no header", "a.csv", utf8(ROW + ROW), "refused names the columns");
        add(
                "a file of rejected rows",
                "a.rejected.csv",
                utf8("order,date,amount,email,phone,_row,_code,_reason\n" + ROW.stripTrailing()
                        + ",7,email_blank,\"mend, please\"\n"),
                OK);
    }

    private void numbers() {
        amount("1.234,56", "1234.56");
        amount("1\u202F234,56", "1234.56");
        amount("1\u00A0234,56", "1234.56");
        amount("1'234.56", "1234.56");
        amount("1\u2019234.56", "1234.56");
        amount("\"1,234.56\"", "1234.56");
        amount("€ 12,00", "12");
        amount("12,00 €", "12");
        amount("12.00 USD", "12");
        amount("$1.50", "1.5");
        amount("١٢٫٥٠", "12.5");
        amount("１２.５０", "12.5");
        amount("-", "-");
        add(
                "amount (5.00)",
                "a.csv",
                utf8("order;date;amount;email\no-1;2024-03-04;(5.00);a@b.co\n"),
                "no value_negative");
        add(
                "thousands or fraction, nothing tells",
                "a.csv",
                utf8("order;date;amount;email\no-1;2024-03-04;1,234;a@b.co\n"),
                "no decimal_open");
        add(
                "thousands or fraction, German integers",
                "a.csv",
                utf8("order;date;amount;email\no-1;2024-03-04;1.500;a@b.co\n"),
                "no decimal_open");
        add(
                "thousands, as another column tells",
                "a.csv",
                utf8("order;date;amount;email;tax\no-1;2024-03-04;1.500;a@b.co;0,19\n"),
                "ok o-1 2024-03-04T00:00:00Z 1500 a@b.co -");
        add(
                "thousands, as the settings tell",
                "a.csv",
                utf8("order;date;amount;email\no-1;2024-03-04;1.500;a@b.co\n"),
                settings("decimal", ","),
                "ok o-1 2024-03-04T00:00:00Z 1500 a@b.co -");
        add(
                "an amount that contradicts its column",
                "a.csv",
                utf8("order;date;amount;email\n" + "o-1;2024-03-04;12,50;a@b.co\n".repeat(3)
                        + "o-1;2024-03-04;12.50;a@b.co\n"),
                "ok o-1 2024-03-04T00:00:00Z 12.5 a@b.co -",
                "ok o-1 2024-03-04T00:00:00Z 12.5 a@b.co -",
                "ok o-1 2024-03-04T00:00:00Z 12.5 a@b.co -",
                "no value_not_a_number");
    }

    private void dates() {
        dates(
                "03/04/2024 is the 3rd of April below the 25th",
                "2024-04-03T00:00:00Z 2024-05-25T00:00:00Z",
                "03/04/2024",
                "25/05/2024");
        dates(
                "03/04/2024 is the 4th of March below the 25th",
                "2024-03-04T00:00:00Z 2024-05-25T00:00:00Z",
                "03/04/2024",
                "05/25/2024");
        add(
                "03/04/2024 and nothing tells",
                "a.csv",
                utf8("order;date;amount;email\no-1;03/04/2024;1;a@b.co\n"),
                "no date_order_open");
        add(
                "03/04/2024 and another column tells",
                "a.csv",
                utf8("order;date;amount;email;shipped\no-1;03/04/2024;1;a@b.co;25/04/2024\n"),
                "ok o-1 2024-04-03T00:00:00Z 1 a@b.co -");
        add(
                "03/04/2024 and the settings tell",
                "a.csv",
                utf8("order;date;amount;email\no-1;03/04/2024;1;a@b.co\n"),
                settings("order", "MDY"),
                "ok o-1 2024-03-04T00:00:00Z 1 a@b.co -");
        add(
                "a date that contradicts its column",
                "a.csv",
                utf8("order;date;amount;email\n" + "o-1;25/12/2024;1;a@b.co\n".repeat(2) + "o-1;12/25/2024;1;a@b.co\n"),
                "ok o-1 2024-12-25T00:00:00Z 1 a@b.co -",
                "ok o-1 2024-12-25T00:00:00Z 1 a@b.co -",
                "no event_time_unreadable");
        dates("20240304", "2024-03-04T00:00:00Z", "20240304");
        dates("a spreadsheet's number", "2024-03-04T12:00:00Z", "45355.5");
        dates("a spreadsheet's number with a comma", "2024-03-04T12:00:00Z", "45355,5");
        dates(
                "seconds, milliseconds and microseconds",
                "2024-03-04T14:00:00Z 2024-03-04T14:00:00Z 2024-03-04T14:00:00Z",
                "1709560800",
                "1709560800000",
                "1709560800000000");
        add(
                "02:30 where the clocks go forward",
                "a.csv",
                utf8("order;date;amount;email\no-1;2024-03-10 02:30;1;a@b.co\n"),
                settings("zone", "America/New_York"),
                "ok o-1 2024-03-10T07:30:00Z 1 a@b.co -");
        add(
                "times of the settings' zone",
                "a.csv",
                utf8("order;date;amount;email\no-1;04.07.2024 14:05;1;a@b.co\no-1;2024-07-04T14:05:00Z;1;a@b.co\n"),
                settings("zone", "Europe/Berlin"),
                "ok o-1 2024-07-04T12:05:00Z 1 a@b.co -",
                "ok o-1 2024-07-04T14:05:00Z 1 a@b.co -");
        dates("24:00", "2024-03-05T00:00:00Z", "2024-03-04 24:00");
        dates("years in two figures", "2024-03-25T00:00:00Z 2023-12-31T00:00:00Z", "25.03.24", "31.12.23");
        dates(
                "months by German names",
                "2024-03-04T00:00:00Z 2024-12-24T18:30:00Z",
                "4. März 2024",
                "24. Dez. 2024, 18:30 Uhr");
        dates(
                "months by French names",
                "2024-02-01T00:00:00Z 2024-08-15T09:00:00Z",
                "1er février 2024",
                "jeudi 15 août 2024 à 9:00");
        dates(
                "months by Spanish names",
                "2024-01-06T00:00:00Z 2024-09-16T00:00:00Z",
                "6 de enero de 2024",
                "16 sept. 2024");
        dates("Sep 14, 2022 5:30:30 AM", "2022-09-14T05:30:30Z", "\"Sep 14, 2022 5:30:30 AM\"");
        dates("Shopify's 2025-10-02 17:09:34 -0300", "2025-10-02T20:09:34Z", "2025-10-02 17:09:34 -0300");
        dates(
                "3/4/24 2:05 PM below 3/25/24",
                "2024-03-04T14:05:00Z 2024-03-25T00:05:00Z",
                "3/4/24 2:05 PM",
                "3/25/24 12:05 AM");
        add(
                "a day that is none",
                "a.csv",
                utf8("order;date;amount;email\no-1;31.02.2024;1;a@b.co\n"),
                "no event_time_unreadable");
    }

    private void people() {
        phone("=\"0049 151 12345678\"", "+4915112345678");
        phone("'004915112345678", "+4915112345678");
        phone("00 49 (0)151-12345678", "+4915112345678");
        phone("+49 (0) 151 12345678", "+4915112345678");
        phone("+46 70 123 45 67 x123", "+46701234567");
        phone("0151 12345678 / 0170 7654321", "+4915112345678,+491707654321");
        phone("٠٠٤٩١٥١١٢٣٤٥٦٧٨", "+4915112345678");
        phone("＋４９１５１１２３４５６７８", "+4915112345678");
        add(
                "phone 4.91511E+11",
                "a.csv",
                utf8(HEAD + ROW.replace("+4915112345678", "4.91511E+11") + ROW),
                "no number_in_scientific_notation",
                OK);
        add(
                "phone 4,91511E+11",
                "a.csv",
                utf8((HEAD + ROW.replace("+4915112345678", "4;91511E+11"))
                        .replace(',', '\t')
                        .replace(';', ',')),
                "no number_in_scientific_notation");
        add(
                "order 1.23457E+15",
                "a.csv",
                utf8(HEAD + ROW.replace("o-1", "1.23457E+15")),
                "no number_in_scientific_notation");
        email("mailto:ada@example.com", "ada@example.com");
        email("Ada Lovelace <ada@example.com>", "ada@example.com");
        email("ada@example.com.", "ada@example.com");
        email("\u00A0ada@example.com\u00A0", "ada@example.com");
        email("ADA@Example.COM", "ada@example.com");
        email("\"ada@example.com; bob@example.com\"", "ada@example.com,bob@example.com");
    }

    private void archives() {
        byte[] csv = utf8(HEAD + ROW);
        add("gzip", "a.csv.gz", gzip(csv), OK);
        add("gzip that is called CSV", "a.csv", gzip(csv), OK);
        add("two gzips in a row", "a.csv.gz", join(gzip(utf8(HEAD)), gzip(utf8(ROW))), OK);
        add(
                "gzip that breaks off (still being uploaded)",
                "a.csv.gz",
                Arrays.copyOf(gzip(csv), gzip(csv).length - 20),
                "refused breaks off");
        add("zip", "a.zip", zip("orders.csv", csv), OK);
        add(
                "zip of lines of JSON",
                "a.zip",
                zip("orders.ndjson", utf8("{\"order\":\"o-1\",\"date\":\"2024-03-04\",\"email\":\"a@b.co\"}\n")),
                "ok o-1 2024-03-04T00:00:00Z - a@b.co -");
        add(
                "zip with what a Mac adds",
                "a.csv.zip",
                zip("orders.csv", csv, "__MACOSX/._orders.csv", utf8("x"), ".DS_Store", utf8("x")),
                OK);
        add("zip of two files", "a.zip", zip("a.csv", csv, "b.csv", csv), "refused holds 2 files");
        add("zip of nothing", "a.zip", zip(), "refused is empty");
        add("zip in a zip", "a.zip", zip("a.zip", zip("a.csv", csv)), "refused another archive");
        add("gzip in a gzip", "a.csv.gz", gzip(gzip(csv)), "refused another archive");
        add("a zip that breaks off", "a.zip", Arrays.copyOf(zip("a.csv", csv), 60), "refused breaks off");
        add("a bomb in a zip", "a.zip", zip("a.csv", new Bomb(csv)), "refused ferry.files.max-growth");
        add(
                "a bomb in a gzip",
                "a.csv.gz",
                join(gzip(csv), gzip(new Bomb(new byte[0]))),
                "refused ferry.files.max-growth");
        add("a PDF that is called CSV", "a.csv", utf8("%PDF-1.7\nx"), "refused PDF");
        add(
                "HTML that is called CSV",
                "a.csv",
                utf8("<html><table><tr><td>order</td></tr></table></html>"),
                "refused HTML");
    }

    private void workbooks() {
        String read = "ok o-1 2024-03-04T12:00:00Z 12.5 ada@example.com +4915112345678";
        byte[] orders = new TestWorkbook()
                .row("order", "date", "amount", "email", "phone")
                .cells("s:o-1", "d:45355.5", "n:12.5", "i:ada@example.com", "s:+4915112345678")
                .bytes();
        add("a workbook with dates", "a.xlsx", orders, read);
        add("a workbook that is called CSV", "a.csv", orders, read);
        add("a workbook in a zip", "a.xlsx.zip", zip("a.xlsx", orders), read);
        add("a workbook in a gzip", "a.xlsx.gz", gzip(orders), read);
        add("a table of text that is called a workbook", "a.xlsx", utf8(HEAD + ROW), OK);
        add(
                "a workbook of 1904",
                "a.xlsx",
                new TestWorkbook()
                        .of1904()
                        .row("order", "date", "email")
                        .cells("s:o-1", "d:43893.5", "s:a@b.co")
                        .bytes(),
                "ok o-1 2024-03-04T12:00:00Z - a@b.co -");
        add(
                "formulas, as they were calculated last",
                "a.xlsx",
                new TestWorkbook()
                        .row("order", "date", "amount", "email")
                        .cells("f:o-1", "d:45355", "fn:0.1+0.2=0.30000000000000004", "s:a@b.co")
                        .bytes(),
                "ok o-1 2024-03-04T00:00:00Z 0.3 a@b.co -");
        add(
                "an error in a cell",
                "a.xlsx",
                new TestWorkbook()
                        .row("order", "date", "amount", "email")
                        .cells("s:o-1", "d:45355", "e:#DIV/0!", "s:a@b.co")
                        .bytes(),
                "no value_not_a_number");
        add(
                "an id that Excel rounded",
                "a.xlsx",
                new TestWorkbook()
                        .row("order", "date", "amount", "email")
                        .cells("n:1.23456789012346E+18", "d:45355", "n:1", "s:a@b.co")
                        .bytes(),
                "no number_in_scientific_notation");
        add(
                "lines above the table, empty cells and a total",
                "a.xlsx",
                new TestWorkbook()
                        .row("Orders")
                        .cells()
                        .row("order", "date", "amount", "email")
                        .cells("s:o-1", "d:45355", "", "s:a@b.co")
                        .cells("s:o-2", "d:45355", "n:2", "s:a@b.co")
                        .row("Total", "", "x", "")
                        .bytes(),
                "ok o-1 2024-03-04T00:00:00Z - a@b.co -",
                "ok o-2 2024-03-04T00:00:00Z 2 a@b.co -",
                "drop footer");
        add(
                "the sheet that the settings name",
                "a.xlsx",
                new TestWorkbook()
                        .row("Notes")
                        .sheet("Orders")
                        .row("order", "date", "email")
                        .cells("s:o-1", "d:45355", "s:a@b.co")
                        .bytes(),
                settings("sheet", "orders"),
                "ok o-1 2024-03-04T00:00:00Z - a@b.co -");
        add("a sheet that is not there", "a.xlsx", orders, settings("sheet", "2024"), "refused file-sheet");
        add(
                "an old workbook (.xls)",
                "a.xlsx",
                join(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, new byte[600]),
                "refused .xls");
        add("a workbook that breaks off", "a.xlsx", Arrays.copyOf(orders, orders.length / 2), "refused breaks off");
        add(
                "a bomb in a workbook",
                "a.xlsx",
                new TestWorkbook()
                        .row("order", "date", "email")
                        .padded(100_000_000)
                        .bytes(),
                "refused ferry.files.max-growth");
    }

    private void json() {
        String order = "{\"order\":\"o-1\",\"date\":\"2024-03-04\",\"amount\":12.50,\"email\":\"a@b.co\"}";
        String read = "ok o-1 2024-03-04T00:00:00Z 12.5 a@b.co -";
        add(
                "lines of JSON, one of them broken",
                "a.ndjson",
                utf8(order + "\n{\"order\":\n\n" + order + "\n"),
                read,
                "no line_unreadable",
                read);
        add(
                "lines of JSON in UTF-16",
                "a.jsonl",
                marked(StandardCharsets.UTF_16LE, order + "\r\n" + order),
                read,
                read);
        add("an array of JSON", "a.json", utf8("[" + order + "," + order + "]"), read, read);
        add("an array that is called lines", "a.ndjson", utf8("[" + order + ",\n" + order + "]"), read, read);
        add("an array that breaks off", "a.json", utf8("[" + order + ",{\"order\":"), read, "breaks off JSON");
        add("an object with events", "a.json", utf8("{\"events\":[" + order + "]}"), read);
        add("lines of JSON in gzip", "a.ndjson.gz", gzip(utf8(order)), read);
        add("JSON without an ending", "a.gz", gzip(utf8("\n" + order + "\n" + order)), read, read);
    }

    private void amount(String cell, String read) {
        add(
                "amount " + cell,
                "a.csv",
                utf8("order;date;amount;email\no-1;2024-03-04;" + cell + ";a@b.co\n"),
                "ok o-1 2024-03-04T00:00:00Z " + read + " a@b.co -");
    }

    private void dates(String name, String read, String... cells) {
        StringBuilder csv = new StringBuilder("order;date;amount;email\n");
        for (String cell : cells) {
            csv.append("o-1;").append(cell).append(";1;a@b.co\n");
        }
        add(
                "date: " + name,
                "a.csv",
                utf8(csv.toString()),
                Arrays.stream(read.split(" "))
                        .map(each -> "ok o-1 " + each + " 1 a@b.co -")
                        .toArray(String[]::new));
    }

    private void phone(String cell, String read) {
        add(
                "phone " + cell,
                "a.csv",
                utf8("order\tdate\temail\tphone\no-1\t2024-03-04\ta@b.co\t"
                        + cell.replace("=\"", "\"=\"\"").replaceAll("(?<=\\d)\"$", "\"\"\"") + "\n"),
                "ok o-1 2024-03-04T00:00:00Z - a@b.co " + read);
    }

    private void email(String cell, String read) {
        add(
                "e-mail " + cell,
                "a.csv",
                utf8("order;date;email\no-1;2024-03-04;" + cell + "\n"),
                "ok o-1 2024-03-04T00:00:00Z - " + read + " -");
    }

    private void add(String name, String file, byte[] bytes, String... expected) {
        add(name, file, bytes, NONE, expected);
    }

    private void add(String name, String file, byte[] bytes, FileSettings given, String... expected) {
        all.add(new Trap(name, file, bytes, given, List.of(expected)));
    }

    private static FileSettings settings(String key, String value) {
        return new FileSettings(
                "shop",
                false,
                key.equals("encoding") ? Charset.forName(value) : null,
                key.equals("delimiter") ? value.charAt(0) : null,
                key.equals("quote") ? value.charAt(0) : null,
                key.equals("header") ? Integer.valueOf(value) : null,
                key.equals("decimal") ? value.charAt(0) : null,
                key.equals("order") ? DateOrder.valueOf(value) : null,
                key.equals("zone") ? ZoneId.of(value) : null,
                key.equals("sheet") ? value : null,
                !key.equals("footer"),
                NONE.mostUnpacked(),
                NONE.mostGrowth());
    }

    private static String[] repeat(int times, String verdict) {
        String[] all = new String[times];
        Arrays.fill(all, verdict);
        return all;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] marked(Charset charset, String text) {
        return ("\uFEFF" + text).getBytes(charset);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Bytes with 100 MB of empty lines behind them. */
    private record Bomb(byte[] begin) {}

    private static byte[] gzip(Object content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            write(content, gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Names and contents in turn. */
    private static byte[] zip(Object... entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) entries[i]));
                write(entries[i + 1], zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(Object content, OutputStream out) throws IOException {
        if (content instanceof Bomb bomb) {
            out.write(bomb.begin());
            byte[] lines = utf8("\n".repeat(1_000_000));
            for (int i = 0; i < 100; i++) {
                out.write(lines);
            }
        } else {
            out.write((byte[]) content);
        }
    }
}
