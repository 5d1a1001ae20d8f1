package dev.eventferry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the files under {@code k8s/} as Kubernetes' own types; a field or kind that those do not know is an error. */
final class Manifests {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "Deployment", Deployment.class,
            "Service", Service.class,
            "PersistentVolumeClaim", PersistentVolumeClaim.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PrometheusRule", PrometheusRule.class,
            "Kustomization", Kustomization.class);

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new Strict())
            .build();

    private Manifests() {}

    /** A file of one document, as the type its {@code kind} names. */
    static Object read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    static Object parse(String yaml) throws IOException {
        String kind = YAML.readTree(yaml).path("kind").asText();
        Class<?> type = KINDS.get(kind);
        if (type == null) {
            throw new IOException("kind \"" + kind + "\" is not one of " + KINDS.keySet());
        }
        return YAML.readValue(yaml, type);
    }

    static <T> T read(String file, Class<T> type) {
        return type.cast(read(Path.of(file)));
    }

    /** Every manifest and kustomization of the repository, in a fixed order. */
    static List<Path> files() {
        try (Stream<Path> below = Files.walk(Path.of("k8s"))) {
            return Stream.concat(
                            below.filter(file -> file.toString().endsWith(".yaml")),
                            Stream.of(Path.of("routes/Kustomization"), Path.of("mappings/Kustomization")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the fields that are set. */
    static List<String> fieldsOf(Object part) {
        return YAML.valueToTree(part).properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    /** fabric8's classes swallow unknown fields by an any-setter; without it Jackson refuses them. */
    private static final class Strict extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }

    // fabric8's own NetworkPolicy lies in another artifact; these are the fields we use of it.

    record NetworkPolicy(String apiVersion, String kind, ObjectMeta metadata, NetworkPolicySpec spec) {}

    record NetworkPolicySpec(
            LabelSelector podSelector, List<String> policyTypes, List<Rule> ingress, List<Rule> egress) {}

    record Rule(List<Peer> from, List<Peer> to, List<Port> ports) {}

    record Peer(LabelSelector namespaceSelector, LabelSelector podSelector, IpBlock ipBlock) {}

    record IpBlock(String cidr, List<String> except) {}

    record Port(IntOrString port, String protocol) {}

    record Kustomization(
            String apiVersion,
            String kind,
            List<String> resources,
            List<Patch> patches,
            List<Generator> configMapGenerator,
            List<Generator> secretGenerator) {}

    record Patch(String path) {}

    record Generator(
            String name,
            String behavior,
            List<String> files,
            List<String> envs,
            List<String> literals,
            GeneratorOptions options) {}

    record GeneratorOptions(boolean disableNameSuffixHash, Map<String, String> labels) {}

    // The kind of Prometheus' operator, of which there is no class in fabric8's core.

    record PrometheusRule(String apiVersion, String kind, ObjectMeta metadata, RuleGroups spec) {}

    record RuleGroups(List<RuleGroup> groups) {}

    record RuleGroup(String name, List<Alert> rules) {}

    record Alert(
            String alert,
            String expr,
            @JsonProperty("for") String lasting,
            Map<String, String> labels,
            Map<String, String> annotations) {}
}
