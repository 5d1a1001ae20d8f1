package dev.eventferry.camel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of routes as they change (docs/adr/0008). New versions are checked and built beside the running routes first;
 * what is wrong with one leaves its last good version in force. Then only entries that say something else than before are
 * replaced, one by one. For one thread.
 */
final class LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    private static final Pattern LINE = Pattern.compile("line:? (\\d+)|\\.camel\\.yaml:(\\d+)");
    private static final long FIRST_PATIENCE_MILLIS = 3_000;
    private static final long LONGEST_PATIENCE_MILLIS = 60_000;

    /** What came of a look. */
    record Outcome(List<Finding> refused, boolean settled) {}

    private final String folder;
    private final RouteCheck check;
    private final ScratchContext scratch;
    private final RouteSwitch routes;
    private Map<String, String> inForce = new TreeMap<>();
    private Map<String, RouteUnit> running = new LinkedHashMap<>();
    private Map<String, String> wanted = new TreeMap<>();
    private long patienceMillis = FIRST_PATIENCE_MILLIS;

    /** @param atStart the texts by file name that the running routes were made from */
    LiveRoutes(
            String folder, RouteCheck check, ScratchContext scratch, RouteSwitch routes, Map<String, String> atStart) {
        this.folder = folder;
        this.check = check;
        this.scratch = scratch;
        this.routes = routes;
        this.inForce.putAll(atStart);
        this.wanted.putAll(atStart);
        this.running.putAll(units(atStart));
    }

    /** The texts in force, by file name. */
    Map<String, String> inForce() {
        return inForce;
    }

    /** Takes the folder's files as they are now. */
    Outcome take(Map<String, String> files) {
        List<Finding> refused = new ArrayList<>();
        wanted = accepted(files, refused);
        return new Outcome(refused, settle(refused));
    }

    /** Goes on with what was taken but waits, because a route was busy. */
    Outcome goOn() {
        List<Finding> refused = new ArrayList<>();
        return new Outcome(refused, settle(refused));
    }

    /** The files with those changes that do; what does not is refused. */
    private Map<String, String> accepted(Map<String, String> files, List<Finding> refused) {
        Set<String> changed = changed(inForce, files);
        while (!changed.isEmpty()) {
            Map<String, String> candidate = with(files, changed);
            List<Finding> wrong = findings(candidate, changed);
            if (wrong.isEmpty()) {
                return candidate;
            }
            List<Finding> ours = wrong.stream()
                    .filter(finding -> changed.contains(nameOf(finding)))
                    .toList();
            if (ours.isEmpty()) {
                refused.addAll(changed.stream()
                        .map(name -> sufferer(name, files.containsKey(name), wrong.get(0)))
                        .toList());
                break;
            }
            refused.addAll(ours); // what is wrong with others comes of it
            ours.forEach(finding -> changed.remove(nameOf(finding)));
        }
        return new TreeMap<>(inForce);
    }

    private String nameOf(Finding finding) {
        return finding.file().substring(folder.length() + 1);
    }

    /** A file that did not change suffers from one that did. */
    private Finding sufferer(String name, boolean there, Finding wrong) {
        return new Finding(
                folder + "/" + name,
                0,
                (there ? "with this version" : "without this file") + " another file does not work any more: "
                        + wrong.sentence());
    }

    private Map<String, String> with(Map<String, String> files, Set<String> changed) {
        Map<String, String> candidate = new TreeMap<>(inForce);
        for (String name : changed) {
            String text = files.get(name);
            if (text == null) {
                candidate.remove(name);
            } else {
                candidate.put(name, text);
            }
        }
        return candidate;
    }

    private List<Finding> findings(Map<String, String> candidate, Set<String> changed) {
        List<Finding> wrong = new ArrayList<>(check.check(candidate));
        if (!wrong.isEmpty()) {
            return wrong;
        }
        try {
            for (String directory : scratch.build(candidate)) {
                if (!check.isInside(directory)) {
                    wrong.add(new Finding(
                            folder + "/" + changed.iterator().next(),
                            0,
                            "files may be read and written below ferry.data-dir only"));
                }
            }
        } catch (Exception e) {
            wrong.add(finding(e, candidate, changed));
        }
        return wrong;
    }

    /** Camel names a file and line, or a route, or only what is wrong. */
    private Finding finding(Exception failure, Map<String, String> candidate, Set<String> changed) {
        String message = StartFailed.sentence(failure).replaceAll("\\s+", " ");
        for (String name : candidate.keySet()) {
            if (message.contains(name)) {
                Matcher line = LINE.matcher(message);
                return new Finding(folder + "/" + name, line.find() ? number(line) : 0, message);
            }
        }
        for (RouteUnit unit : units(candidate).values()) {
            if (message.contains("route " + unit.id() + " ")
                    || message.contains("route: " + unit.id() + " ")
                    || message.contains("route(" + unit.id() + ")")
                    || message.contains("Route(" + unit.id() + ")")) {
                return new Finding(folder + "/" + unit.file(), unit.line(), message);
            }
        }
        Matcher line = LINE.matcher(message);
        boolean one = changed.size() == 1;
        return new Finding(folder + "/" + changed.iterator().next(), one && line.find() ? number(line) : 0, message);
    }

    private static int number(Matcher line) {
        return Integer.parseInt(line.group(1) == null ? line.group(2) : line.group(1));
    }

    /** Moves what runs to what is wanted; false when it has to wait. */
    private boolean settle(List<Finding> refused) {
        try {
            move(units(wanted));
        } catch (RouteSwitch.Busy e) {
            LOG.info("An edit of the routes waits: {}", e.getMessage());
            patienceMillis = Math.min(patienceMillis * 2, LONGEST_PATIENCE_MILLIS);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            Set<String> changed = changed(inForce, wanted);
            refused.add(finding(e, wanted, changed.isEmpty() ? wanted.keySet() : changed));
            wanted = new TreeMap<>(inForce);
            goBack();
        }
        patienceMillis = FIRST_PATIENCE_MILLIS;
        inForce = new TreeMap<>(wanted);
        return true;
    }

    private void goBack() {
        try {
            move(units(inForce));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("The routes could not go back to their last good version; start again: {}", e.toString());
        }
    }

    private void move(Map<String, RouteUnit> to) throws Exception {
        Set<RouteUnit> definitions = moveDefinitions(to);
        List<RouteUnit> gone = new ArrayList<>(missing(running, to));
        for (RouteUnit next : List.copyOf(missing(to, running))) {
            RouteUnit place = takeSamePlace(next, gone);
            if (place == null) {
                routes.add(next);
            } else {
                routes.replace(place, next, patienceMillis);
                running.remove(place.key());
            }
            running.put(next.key(), next);
        }
        for (RouteUnit next : to.values()) {
            RouteUnit old = Objects.requireNonNull(running.get(next.key()));
            if (next.kind().isRoute() && (!next.sameAs(old) || next.dependsOn(definitions))) {
                routes.replace(old, next, patienceMillis);
            }
            if (next.kind().isRoute()) {
                running.put(next.key(), next);
            }
        }
        for (RouteUnit old : gone) {
            routes.remove(old, patienceMillis);
            running.remove(old.key());
        }
        pendingDefinitions.clear();
    }

    /** Definitions that changed, whose routes are not all replaced yet. */
    private final Set<RouteUnit> pendingDefinitions = new LinkedHashSet<>();

    private Set<RouteUnit> moveDefinitions(Map<String, RouteUnit> to) throws Exception {
        Collection<RouteUnit> all = new LinkedHashSet<>(running.values());
        all.addAll(to.values());
        for (RouteUnit unit : all) {
            if (unit.kind().isRoute()) {
                continue;
            }
            RouteUnit old = running.get(unit.key());
            RouteUnit next = to.get(unit.key());
            if (old != null && next != null && old.sameAs(next)) {
                running.put(next.key(), next);
                continue;
            }
            if (old != null) {
                routes.removeDefinition(old);
                running.remove(old.key());
            }
            if (next != null) {
                routes.add(next);
                running.put(next.key(), next);
                pendingDefinitions.add(next);
            }
        }
        return new HashSet<>(pendingDefinitions);
    }

    /** Routes that are in one but not in the other. */
    private static List<RouteUnit> missing(Map<String, RouteUnit> in, Map<String, RouteUnit> from) {
        return in.values().stream()
                .filter(unit -> unit.kind().isRoute() && !from.containsKey(unit.key()))
                .toList();
    }

    /** A route that goes away and listened where the new one will: two cannot. */
    private static @Nullable RouteUnit takeSamePlace(RouteUnit next, List<RouteUnit> gone) {
        for (RouteUnit old : gone) {
            if (old.from() != null && old.from().equals(next.from())) {
                gone.remove(old);
                return old;
            }
        }
        return null;
    }

    private Map<String, RouteUnit> units(Map<String, String> files) {
        Map<String, RouteUnit> units = new LinkedHashMap<>();
        check.read(files).values().forEach(file -> file.entries()
                .forEach(entry -> units.put(entry.unit().key(), entry.unit())));
        return units;
    }

    /** The names of files that are not the same, or are in one only. */
    static Set<String> changed(Map<String, String> before, Map<String, String> after) {
        Set<String> changed = new TreeSet<>(before.keySet());
        changed.addAll(after.keySet());
        changed.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return changed;
    }
}
