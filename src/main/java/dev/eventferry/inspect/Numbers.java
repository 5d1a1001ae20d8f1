package dev.eventferry.inspect;

import dev.eventferry.event.Campaign;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.Tally;
import java.time.Clock;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what nobody adds up to the event: match keys, copies, campaigns, how long delivery took. In memory, until the
 * writer fetches it every few seconds ({@link #take}); a kill loses that. What is counted is bounded, whatever events say.
 * Safe for several threads, once for each group.
 */
public final class Numbers {

    /** So many different numbers between two fetches; further ones are not counted. */
    static final int MOST = 20_000;

    private final LedgerNames names;
    private final Clock clock;
    private final CopyWatch copies = new CopyWatch();
    private final CampaignNames campaigns = new CampaignNames();
    private Map<Tally, Long> counts = new HashMap<>();
    private Map<Kind, Covered> keys = new HashMap<>();

    /** Sources and names are bounded. */
    private record Kind(String source, String event) {}

    /** The match keys of the events of one name, and what their destinations are for. */
    private static final class Covered {

        private final KeyCoverage keys = new KeyCoverage();
        private final long[] sources = new long[EventSource.values().length];

        void add(Covered other) {
            keys.add(other.keys);
            for (int i = 0; i < sources.length; i++) {
                sources[i] += other.sources[i];
            }
        }
    }

    public Numbers(LedgerNames names, Clock clock) {
        this.names = names;
        this.clock = clock;
    }

    /** Counts the match keys of a group's events; {@link GroupKeys#count} ends it. */
    public GroupKeys keys(String source) {
        return new GroupKeys(source);
    }

    /**
     * Counts ids that the sender gave, in the order in which they came.
     *
     * @param given whether each of the events came with its id; without, it was derived
     */
    public synchronized void ids(String source, List<HashedEvent> events, BitSet given) {
        for (int i = 0; i < events.size(); i++) {
            HashedEvent event = events.get(i);
            String name = names.of(event.name());
            if (!given.get(i)) {
                add(NumberKind.COPIES, source, name, "", CopyWatch.WITHOUT_ID);
                continue;
            }
            String drift = copies.see(source, event.destination(), name, event.id());
            if (copies.isLikeTheOneBefore()) {
                add(NumberKind.COPIES, source, name, "", CopyWatch.SAME_AS_BEFORE);
            }
            if (drift != null) {
                add(NumberKind.COPIES, source, name, drift, CopyWatch.OTHER_NAME);
            }
        }
    }

    /**
     * Counts what the deduplicator said.
     *
     * @param outcomes its words for each event
     */
    public synchronized void copies(String source, List<HashedEvent> events, List<String> outcomes) {
        int last = Math.min(events.size(), outcomes.size());
        int alike; // mostly all of a group are
        for (int i = 0; i < last; i += alike) {
            String name = events.get(i).name();
            String outcome = outcomes.get(i);
            alike = 1;
            while (i + alike < last
                    && outcome.equals(outcomes.get(i + alike))
                    && name.equals(events.get(i + alike).name())) {
                alike++;
            }
            add(NumberKind.COPIES, source, names.of(name), "", outcome, alike);
        }
    }

    /** Counts accepted events and their value by the ad that led to them. */
    public void campaigns(String source, List<HashedEvent> accepted) {
        for (HashedEvent event : accepted) {
            if (event.campaign() != null) {
                campaign(source, event, event.campaign());
            }
        }
    }

    private synchronized void campaign(String source, HashedEvent event, Campaign campaign) {
        String name = names.of(event.name());
        String ad = campaigns.of(campaign, clock.millis());
        add(NumberKind.CAMPAIGNS, source, name, ad, CampaignNames.EVENTS);
        CampaignNames.Money money = CampaignNames.money(event.values());
        if (money != null) {
            add(NumberKind.CAMPAIGNS, source, name, ad, CampaignNames.VALUE + money.currency(), money.parts());
        }
    }

    /** Counts how long after they were accepted events were delivered. */
    public synchronized void delivered(String destination, String event, int events, long millis) {
        add(NumberKind.LATENCY, destination, event, "", Latency.of(millis), events);
    }

    /** What was counted since the last time, at the hour or day that it is now. */
    public synchronized Map<Tally, Long> take() {
        keys.forEach(this::spell);
        keys = new HashMap<>();
        if (counts.isEmpty()) {
            return Map.of();
        }
        Map<Tally, Long> taken = new HashMap<>(counts.size() * 2);
        long minute = LedgerEntry.minuteOf(clock.millis());
        counts.forEach((tally, n) -> {
            long at = NumberKind.valueOf(tally.kind()).from(minute);
            taken.merge(
                    new Tally(tally.kind(), at, tally.source(), tally.event(), tally.name(), tally.what()),
                    n,
                    Long::sum);
        });
        counts = new HashMap<>();
        return taken;
    }

    private void spell(Kind kind, Covered covered) {
        KeyCoverage coverage = covered.keys;
        for (EventSource source : EventSource.values()) {
            long n = covered.sources[source.ordinal()];
            if (n > 0) {
                add(NumberKind.QUALITY, kind.source(), kind.event(), "", source.wire(), n);
            }
        }
        add(NumberKind.QUALITY, kind.source(), kind.event(), "", MatchQuality.EVENTS, coverage.events());
        for (KeyCoverage.Count key : coverage.counts()) {
            String path = key.field().path();
            add(NumberKind.QUALITY, kind.source(), kind.event(), path, MatchQuality.PRESENT, key.present());
            add(NumberKind.QUALITY, kind.source(), kind.event(), path, MatchQuality.VALID, key.valid());
        }
    }

    private void add(NumberKind kind, String source, String event, String name, String what) {
        add(kind, source, event, name, what, 1);
    }

    private void add(NumberKind kind, String source, String event, String name, String what, long n) {
        Tally tally = new Tally(kind.name(), 0, source, event, name, what);
        if (counts.size() < MOST || counts.containsKey(tally)) {
            counts.merge(tally, n, Long::sum);
        }
    }

    /** The match keys of one group, for one thread. */
    public final class GroupKeys {

        private final String source;
        private final Map<String, Covered> byEvent = new HashMap<>();
        private final Map<Tally, Long> dropped = new HashMap<>();
        private String before = "";
        private Covered covered = new Covered();

        private GroupKeys(String source) {
            this.source = source;
        }

        /**
         * Counts an event as it came and as it was judged.
         *
         * @param where what its destination is for; null when that is unknown
         */
        public void add(ConversionEvent came, ConversionEvent judged, @Nullable EventSource where) {
            String name = judged.isRefused() ? names.known(judged.name()) : names.of(judged.name());
            if (byEvent.isEmpty() || !name.equals(before)) {
                covered = byEvent.computeIfAbsent(name, its -> new Covered());
                before = name;
            }
            covered.keys.add(came.values(), judged.values());
            if (where != null) {
                covered.sources[where.ordinal()]++;
            }
            if (!judged.problems().isEmpty()) {
                judged.problems().stream()
                        .filter(problem -> KeyCoverage.isKey(problem.field()))
                        .forEach(problem -> dropped.merge(
                                new Tally(NumberKind.QUALITY.name(), 0, source, name, problem.field(), problem.code()),
                                1L,
                                Long::sum));
            }
        }

        /** The group is through. */
        public void count() {
            synchronized (Numbers.this) {
                byEvent.forEach((event, its) -> keys.computeIfAbsent(new Kind(source, event), none -> new Covered())
                        .add(its));
                dropped.forEach((tally, n) ->
                        Numbers.this.add(NumberKind.QUALITY, source, tally.event(), tally.name(), tally.what(), n));
            }
        }
    }
}
