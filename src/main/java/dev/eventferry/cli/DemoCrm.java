package dev.eventferry.cli;

import dev.eventferry.cli.DemoPeople.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The demo's CRM: an export of contacts, as {@code mappings/crm.yaml} reads it, dropped into the inbox. Some leads came
 * to nothing, some rows stand in it twice, some are bad.
 */
final class DemoCrm implements DemoFeed {

    private static final int CONTACTS = 400;
    private static final int REPEATED = 25;
    private static final ZoneId PORTAL = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final String HEADER = "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,"
            + "Amount,Currency,Country/Region,City,Postal Code,First Page Seen";
    private static final List<String> STATUS =
            List.of("New", "New", "Open", "Connected", "Meeting Scheduled", "Customer", "Unqualified", "In Progress");

    private final Path inbox;
    private final Path outside;
    private final LocalDateTime now;
    private final Consumer<String> say;
    private final Expected expected = new Expected("crm");
    private boolean done;

    /**
     * @param inbox where this source's files are dropped
     * @param outside a folder on the same disk where a file can be written before it is moved there
     */
    DemoCrm(Path inbox, Path outside, Clock clock, Consumer<String> say) {
        this.inbox = inbox;
        this.outside = outside;
        this.now = LocalDateTime.ofInstant(clock.instant(), PORTAL);
        this.say = say;
    }

    @Override
    public void step(Tally soFar) throws IOException {
        if (done) {
            return;
        }
        done = true;
        List<String> rows = rows();
        String name = "contacts-" + now.toLocalDate() + ".csv";
        Path file = outside.resolve(name);
        Files.writeString(file, HEADER + "\n" + String.join("\n", rows) + "\n");
        Files.move(file, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        say.accept("file   dropped " + name + " with " + rows.size() + " rows into inbox/crm");
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public Expected expected() {
        return expected;
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < CONTACTS; i++) {
            String status = STATUS.get(i % STATUS.size());
            boolean sent = !status.equals("Unqualified") && !status.equals("In Progress");
            rows.add(row(i, status, created(i), status.equals("Customer") ? "480.00" : ""));
            expected.plus(sent ? "accepted" : "filtered", 1);
        }
        for (int i = 0; i < REPEATED; i++) {
            rows.add(rows.get(i * STATUS.size())); // new contacts all, exported a second time
        }
        expected.plus("duplicate", REPEATED);
        rows.add(100, row(7001, "New", "03/04/2026", ""));
        rows.add(200, row(7002, "Customer", created(2), "\"1.234,50\""));
        rows.add(300, row(7003, "", created(3), ""));
        expected.plus("rejected", 3);
        return rows;
    }

    private String created(int contact) {
        return now.minusMinutes(10 + contact * 11L).format(DATE);
    }

    private static String row(int contact, String status, String created, String amount) {
        Person person = DemoPeople.person(contact);
        return String.join(
                ",",
                String.valueOf(100_000 + contact),
                person.first(),
                person.last(),
                person.email(),
                person.phone(),
                status,
                created,
                amount,
                amount.isEmpty() ? "" : "EUR",
                "Germany",
                "Berlin",
                "10115",
                "https://www.example.com/offer?ttclid=" + person.clickId());
    }
}
