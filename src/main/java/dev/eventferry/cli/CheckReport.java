package dev.eventferry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.mapping.MappingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code ./ferry check} found, for people and for programs. */
final class CheckReport {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What it costs. */
    enum Severity {
        /** Eventferry would not start with it, or refuse the file. */
        ERROR,
        /** It would start; somebody should know. */
        WARNING
    }

    /**
     * One thing found.
     *
     * @param file as it was named, or where a setting that stands in no file comes from
     * @param line from 1; 0 when it is about the whole
     * @param column from 1; 0 when it is not known
     * @param code what kind of thing: {@code setting}, {@code route}, {@code mapping}, {@code case} or a guard's
     */
    record Entry(String file, int line, int column, Severity severity, String code, String message) {

        /** As compilers say it, so that editors find the place. */
        String sentence() {
            return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "") + ": "
                    + severity.name().toLowerCase(Locale.ROOT) + ": " + message;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private int routes;
    private int mappings;
    private int cases;

    void add(Entry entry) {
        entries.add(entry);
    }

    void error(String file, int line, String code, @Nullable String message) {
        add(new Entry(file, line, 0, Severity.ERROR, code, String.valueOf(message)));
    }

    void error(MappingException wrong) {
        add(new Entry(wrong.fileName(), wrong.line(), wrong.column(), Severity.ERROR, "mapping", wrong.reason()));
    }

    void countRoutes(int files) {
        routes += files;
    }

    void countMapping() {
        mappings++;
    }

    void countCases(int more) {
        cases += more;
    }

    boolean isGood() {
        return count(Severity.ERROR) == 0;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.sentence()).append(System.lineSeparator()));
        return text.append(isGood() ? "All is well: " : count(Severity.ERROR) + " errors: ")
                .append("settings, ")
                .append(routes)
                .append(" route files, ")
                .append(mappings)
                .append(" mappings, ")
                .append(cases)
                .append(" cases; ")
                .append(count(Severity.WARNING))
                .append(" warnings.")
                .append(System.lineSeparator())
                .toString();
    }

    String json() throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("ok", isGood()).put("errors", count(Severity.ERROR)).put("warnings", count(Severity.WARNING));
        json.putObject("checked")
                .put("routes", routes)
                .put("mappings", mappings)
                .put("cases", cases);
        ArrayNode findings = json.putArray("findings");
        for (Entry entry : entries) {
            findings.addObject()
                    .put("file", entry.file())
                    .put("line", entry.line())
                    .put("column", entry.column())
                    .put("severity", entry.severity().name().toLowerCase(Locale.ROOT))
                    .put("code", entry.code())
                    .put("message", entry.message());
        }
        return JSON.writeValueAsString(json);
    }

    private long count(Severity severity) {
        return entries.stream().filter(entry -> entry.severity() == severity).count();
    }
}
