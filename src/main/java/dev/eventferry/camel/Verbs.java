package dev.eventferry.camel;

import static java.util.Map.entry;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.event.EventGroup;
import dev.eventferry.event.RawGroup;
import dev.eventferry.intake.HttpRequest;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.camel.main.Main;

/** The steps that every request passes, as routes process them: {@code BEAN.METHOD}. */
record Verbs(HttpSteps doors, TikTokDoor tiktok, WebhookSteps webhooks, Steps steps) {

    private static final Map<String, BiFunction<String, Verbs, Step<?, ?>>> ALL = Map.ofEntries(
            entry("doors.receive", (name, our) -> Step.with(name, HttpRequest.class, our.doors::receive)),
            entry("doors.answer", (name, our) -> Step.with(name, HashedGroup.class, our.doors::answer)),
            entry("tiktok.receive", (name, our) -> Step.with(name, HttpRequest.class, our.tiktok::receive)),
            entry("tiktok.answer", (name, our) -> Step.with(name, HashedGroup.class, our.tiktok::answer)),
            entry("webhooks.receive", (name, our) -> Step.with(name, HttpRequest.class, our.webhooks::receive)),
            entry("webhooks.answer", (name, our) -> Step.with(name, HashedGroup.class, our.webhooks::answer)),
            entry("steps.map", (name, our) -> Step.of(name, RawGroup.class, our.steps::map)),
            entry("steps.enrich", (name, our) -> Step.of(name, EventGroup.class, our.steps::enrich)),
            entry("steps.validate", (name, our) -> Step.of(name, EventGroup.class, our.steps::validate)),
            entry("steps.hash", (name, our) -> Step.of(name, EventGroup.class, our.steps::hash)),
            entry("steps.write", (name, our) -> Step.of(name, HashedGroup.class, our.steps::write)));

    /** What routes may name. */
    static Set<String> names() {
        return ALL.keySet();
    }

    void bind(Main main) {
        ALL.forEach((name, verb) -> main.bind(name, verb.apply(name, this)));
    }
}
