package dev.eventferry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.eventferry.Manifests.Generator;
import dev.eventferry.Manifests.IpBlock;
import dev.eventferry.Manifests.Kustomization;
import dev.eventferry.Manifests.NetworkPolicy;
import dev.eventferry.Manifests.Peer;
import dev.eventferry.Manifests.Rule;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the manifests promise: Pod Security's profile "restricted" and more, so that a pod that is taken over can reach
 * little, and nothing that was answered with 202 is lost by the way it is run.
 */
class ManifestsTest {

    private final Deployment deployment = Manifests.read("k8s/base/deployment.yaml", Deployment.class);
    private final Service service = Manifests.read("k8s/base/service.yaml", Service.class);
    private final NetworkPolicy network = Manifests.read("k8s/base/network-policy.yaml", NetworkPolicy.class);
    private final Kustomization base = Manifests.read("k8s/base/kustomization.yaml", Kustomization.class);
    private final Kustomization dev = Manifests.read("k8s/overlays/dev/kustomization.yaml", Kustomization.class);
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Container ferry = pod.getContainers().get(0);

    // --- the files -----------------------------------------------------------------------------------------------

    static List<Path> files() {
        return Manifests.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_file_is_of_a_known_kind_and_has_only_fields_that_kind_knows(Path file) {
        assertThat(Manifests.read(file)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"replica: 1", "template: {spec: {containers: [{securityContext: {readOnlyRootFs: true}}]}}"})
    void a_misspelt_field_is_refused_however_deep(String spec) {
        assertThatThrownBy(() -> Manifests.parse("{kind: Deployment, spec: {" + spec + "}}"))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }

    @Test
    void the_kustomization_of_a_folder_names_every_manifest_in_it() {
        assertThat(base.resources()).containsAll(yamlIn("k8s/base", name -> !name.equals("kustomization.yaml")));
        assertThat(dev.patches().stream().map(Manifests.Patch::path))
                .containsExactlyElementsOf(yamlIn("k8s/overlays/dev", name -> !name.equals("kustomization.yaml")));
    }

    @Test
    void every_route_and_every_mapping_is_in_its_config_map() {
        assertThat(filesOf("routes")).as("run k8s/refresh").isEqualTo(yamlIn("routes", name -> true));
        assertThat(filesOf("mappings"))
                .as("run k8s/refresh")
                .isEqualTo(yamlIn("mappings", name -> !name.endsWith(".test.yaml")));
    }

    // --- one writer, nothing lost --------------------------------------------------------------------------------

    @Test
    void there_is_one_pod_because_the_embedded_store_has_one_writer() {
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void the_old_pod_is_gone_before_the_new_one_starts() {
        assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        assertThat(deployment.getSpec().getStrategy().getRollingUpdate()).isNull();
    }

    @Test
    void what_must_survive_lies_on_the_claimed_volume() {
        PersistentVolumeClaim claim = Manifests.read("k8s/base/volume.yaml", PersistentVolumeClaim.class);
        Volume data = volumeAt(settings().getProperty("FERRY_DATA_DIR"));

        assertThat(data.getPersistentVolumeClaim().getClaimName())
                .isEqualTo(claim.getMetadata().getName());
        assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
        assertThat(claim.getSpec().getResources().getRequests()).containsKey("storage");
    }

    @Test
    void it_has_45_seconds_to_stop() {
        assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(45);
    }

    // --- reachable, watched --------------------------------------------------------------------------------------

    @Test
    void the_deployment_the_service_and_the_policy_mean_the_same_pod() {
        Map<String, String> labels = Map.of("app.kubernetes.io/name", "eventferry");

        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(labels);
        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(service.getSpec().getSelector()).isEqualTo(labels);
        assertThat(network.spec().podSelector().getMatchLabels()).isEqualTo(labels);
    }

    @Test
    void the_service_leads_to_the_http_door_only() {
        ServicePort port = service.getSpec().getPorts().get(0);

        assertThat(service.getSpec().getPorts()).hasSize(1);
        assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(containerPort(port.getTargetPort().getStrVal())).isEqualTo(8080);
    }

    @Test
    void it_listens_on_the_pods_address() {
        assertThat(settings()).containsEntry("FERRY_HTTP_HOST", "0.0.0.0");
        assertThat(settings()).containsEntry("FERRY_MANAGEMENT_HOST", "0.0.0.0");
    }

    @Test
    void a_pod_that_hangs_is_started_anew() {
        assertThatAsks(ferry.getLivenessProbe(), "/observe/health/live");
    }

    @Test
    void a_pod_that_is_not_ready_gets_no_events() {
        assertThatAsks(ferry.getReadinessProbe(), "/observe/health/ready");
    }

    @Test
    void a_start_that_has_much_to_recover_is_not_taken_for_a_hang() {
        Probe startup = ferry.getStartupProbe();

        assertThatAsks(startup, "/observe/health/live");
        assertThat(startup.getFailureThreshold() * startup.getPeriodSeconds()).isGreaterThanOrEqualTo(120);
    }

    @Test
    void every_container_says_what_it_needs_and_memory_has_an_end() {
        assertThat(containers()).allSatisfy(container -> {
            Map<String, Quantity> requests = container.getResources().getRequests();
            Map<String, Quantity> limits = container.getResources().getLimits();
            assertThat(requests).containsKeys("cpu", "memory");
            assertThat(limits).containsEntry("memory", requests.get("memory"));
        });
    }

    @Test
    void every_image_has_the_version_of_this_project() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(containers()).allSatisfy(container -> {
            String[] image = container.getImage().split(":", -1);
            assertThat(image).hasSize(2).startsWith("eventferry");
            assertThat(pom).contains("<artifactId>eventferry</artifactId>\n  <version>" + image[1] + "</version>");
        });
    }

    // --- a pod that is taken over can do little ------------------------------------------------------------------

    @Test
    void it_runs_as_a_numbered_user_that_is_not_root_and_is_the_images() throws IOException {
        long user = pod.getSecurityContext().getRunAsUser();

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(user).isGreaterThanOrEqualTo(10_000);
        assertThat(Files.readAllLines(Path.of("Dockerfile"))).contains("USER " + user + ":" + user);
    }

    @Test
    void it_runs_in_a_group_that_may_read_its_files() {
        Long user = pod.getSecurityContext().getRunAsUser();

        assertThat(pod.getSecurityContext().getRunAsGroup()).isEqualTo(user);
        assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(user);
    }

    @Test
    void no_container_changes_the_user_of_the_pod() {
        assertThat(containers()).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getRunAsUser()).isNull();
            assertThat(container.getSecurityContext().getRunAsNonRoot()).isNull();
        });
    }

    @Test
    void system_calls_are_filtered() {
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(containers()).allSatisfy(container -> assertThat(
                        container.getSecurityContext().getSeccompProfile())
                .isNull());
    }

    @Test
    void every_root_file_system_is_read_only() {
        assertThat(containers()).allSatisfy(container -> assertThat(
                        container.getSecurityContext().getReadOnlyRootFilesystem())
                .isTrue());
    }

    @Test
    void every_container_drops_all_capabilities_and_takes_none_back() {
        assertThat(containers()).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getSecurityContext().getCapabilities().getAdd())
                    .isEmpty();
        });
    }

    @Test
    void no_container_gains_privileges() {
        assertThat(containers()).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getPrivileged()).isNotEqualTo(true);
        });
    }

    @Test
    void it_shares_nothing_with_its_node() {
        assertThat(pods()).allSatisfy(each -> {
            assertThat(each.getHostNetwork()).isNotEqualTo(true);
            assertThat(each.getHostPID()).isNotEqualTo(true);
            assertThat(each.getHostIPC()).isNotEqualTo(true);
        });
        assertThat(containers().stream().flatMap(container -> container.getPorts().stream()))
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
    }

    @Test
    void volumes_are_of_the_types_that_the_restricted_profile_allows() {
        Set<String> allowed = Set.of("configMap", "emptyDir", "persistentVolumeClaim", "secret");

        assertThat(pods().stream().flatMap(each -> each.getVolumes().stream()))
                .allSatisfy(volume -> assertThat(Manifests.fieldsOf(volume))
                        .hasSize(2)
                        .contains("name")
                        .containsAnyElementsOf(allowed));
    }

    @Test
    void only_the_data_and_tmp_can_be_written() {
        assertThat(ferry.getVolumeMounts().stream()
                        .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .map(VolumeMount::getMountPath))
                .containsExactlyInAnyOrder("/data", "/tmp");
    }

    @Test
    void tmp_is_empty_at_first_and_has_an_end() {
        assertThat(volumeAt("/tmp").getEmptyDir().getSizeLimit()).isNotNull();
    }

    @Test
    void it_holds_no_key_to_the_cluster() {
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getServiceAccountName()).isNull();
        assertThat(pod.getEnableServiceLinks()).isFalse();
    }

    // --- secrets -------------------------------------------------------------------------------------------------

    @Test
    void secrets_are_files_that_only_its_user_reads_where_the_setting_says() {
        Volume secrets = volumeAt(settings().getProperty("FERRY_SECRETS_DIR"));

        assertThat(secrets.getSecret().getSecretName()).isEqualTo("eventferry");
        assertThat(secrets.getSecret().getDefaultMode()).isEqualTo(0400);
        assertThat(secrets.getSecret().getItems())
                .as("no list, so a new key needs no change here")
                .isEmpty();
    }

    @Test
    void files_that_may_change_are_mounted_as_folders_because_a_sub_path_never_changes() {
        assertThat(containers().stream().flatMap(container -> container.getVolumeMounts().stream()))
                .allSatisfy(mount -> {
                    assertThat(mount.getSubPath()).isNull();
                    assertThat(mount.getSubPathExpr()).isNull();
                });
    }

    @Test
    void no_environment_variable_comes_from_a_secret() {
        assertThat(containers().stream().flatMap(container -> container.getEnvFrom().stream()))
                .allSatisfy(from -> assertThat(from.getSecretRef()).isNull());
        assertThat(containers().stream().flatMap(container -> container.getEnv().stream()))
                .allSatisfy(env -> assertThat(env.getValueFrom()).isNull());
    }

    @Test
    void no_environment_variable_and_no_config_map_has_the_name_of_a_secret() {
        Pattern secret = Pattern.compile(".*(TOKEN|API_KEYS?|PASSWORD|SECRETS?)");
        Stream<String> names = Stream.of(
                        settings().stringPropertyNames().stream(),
                        generated(dev.configMapGenerator(), "eventferry-settings").literals().stream()
                                .map(literal -> literal.split("=", 2)[0]),
                        containers().stream()
                                .flatMap(container -> container.getEnv().stream())
                                .map(EnvVar::getName))
                .flatMap(each -> each);

        assertThat(names).isNotEmpty().noneMatch(name -> secret.matcher(name).matches());
    }

    @Test
    void the_base_brings_no_secret_of_its_own() {
        assertThat(base.secretGenerator()).isNull();
    }

    // --- configuration -------------------------------------------------------------------------------------------

    @Test
    void routes_and_mappings_come_from_config_maps() {
        assertThat(base.resources()).contains("../../routes", "../../mappings");
        assertThat(volumeAt("/app/routes").getConfigMap().getName())
                .isEqualTo(generatorOf("routes").name());
        assertThat(volumeAt("/app/mappings").getConfigMap().getName())
                .isEqualTo(generatorOf("mappings").name());
    }

    @Test
    void settings_come_from_a_config_map_that_an_overlay_can_merge_into() {
        assertThat(ferry.getEnvFrom().get(0).getConfigMapRef().getName()).isEqualTo("eventferry-settings");
        assertThat(generated(base.configMapGenerator(), "eventferry-settings").envs())
                .containsExactly("settings.env");
        assertThat(generated(dev.configMapGenerator(), "eventferry-settings").behavior())
                .isEqualTo("merge");
    }

    @Test
    void the_base_is_for_production_and_the_dev_overlay_never_calls_tiktok() {
        assertThat(settings()).containsEntry("FERRY_PROFILE", "prod");
        assertThat(generated(dev.configMapGenerator(), "eventferry-settings").literals())
                .contains("FERRY_PROFILE=dev", "FERRY_TIKTOK_BASE_URL=http://127.0.0.1:9099");
        assertThat(containers().stream().filter(container -> container.getName().equals("simulator")))
                .singleElement()
                .satisfies(container -> assertThat(container.getArgs()).containsExactly("simulator"));
    }

    // --- the network ---------------------------------------------------------------------------------------------

    @Test
    void what_the_policy_does_not_name_is_refused_both_ways() {
        assertThat(network.apiVersion()).isEqualTo("networking.k8s.io/v1");
        assertThat(network.spec().policyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(rule.ports())
                    .as("a rule without ports opens all of them")
                    .isNotEmpty();
            assertThat(peersOf(rule)).as("a rule without peers is for anybody").isNotEmpty();
        });
    }

    @Test
    void senders_reach_the_http_door_and_only_monitoring_the_management_port() {
        assertThat(network.spec().ingress().stream().flatMap(ManifestsTest::ports))
                .containsExactly(8080, 9876);
        assertThat(network.spec().ingress().get(1).from()).singleElement().satisfies(peer -> assertThat(
                        peer.namespaceSelector().getMatchLabels())
                .isEqualTo(Map.of("kubernetes.io/metadata.name", "monitoring")));
    }

    @Test
    void it_reaches_names_and_https_and_nothing_else() {
        assertThat(network.spec().egress().stream().flatMap(ManifestsTest::ports))
                .containsExactly(53, 53, 443);
    }

    @Test
    void https_leads_to_public_addresses_only() {
        List<IpBlock> blocks =
                network.spec().egress().get(1).to().stream().map(Peer::ipBlock).toList();

        assertThat(blocks).doesNotContainNull().hasSize(2);
        assertThat(blocks.get(0).cidr()).isEqualTo("0.0.0.0/0");
        // 169.254.0.0/16 holds the clouds' metadata services.
        assertThat(blocks.get(0).except()).contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16");
        assertThat(blocks.get(1).cidr()).isEqualTo("::/0");
        assertThat(blocks.get(1).except()).contains("fc00::/7", "fe80::/10");
    }

    // --- helpers -------------------------------------------------------------------------------------------------

    private void assertThatAsks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(containerPort(probe.getHttpGet().getPort().getStrVal())).isEqualTo(9876);
        assertThat(probe.getTimeoutSeconds()).isGreaterThan(1);
    }

    private int containerPort(String name) {
        return ferry.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .map(ContainerPort::getContainerPort)
                .orElseThrow();
    }

    private Volume volumeAt(String path) {
        VolumeMount mount = ferry.getVolumeMounts().stream()
                .filter(each -> each.getMountPath().equals(path))
                .findFirst()
                .orElseThrow();
        return pod.getVolumes().stream()
                .filter(each -> each.getName().equals(mount.getName()))
                .findFirst()
                .orElseThrow();
    }

    /** The pods of every Deployment, in the base and in the overlays. */
    private static List<PodSpec> pods() {
        return files().stream()
                .map(Manifests::read)
                .filter(Deployment.class::isInstance)
                .map(each -> ((Deployment) each).getSpec().getTemplate().getSpec())
                .toList();
    }

    private static List<Container> containers() {
        return pods().stream()
                .flatMap(each -> Stream.concat(each.getInitContainers().stream(), each.getContainers().stream()))
                .toList();
    }

    private static Properties settings() {
        try {
            Properties settings = new Properties();
            settings.load(new StringReader(Files.readString(Path.of("k8s/base/settings.env"))));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Generator generated(List<Generator> generators, String name) {
        return generators.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Generator generatorOf(String folder) {
        return Manifests.read(folder + "/Kustomization", Kustomization.class)
                .configMapGenerator()
                .get(0);
    }

    private static List<String> filesOf(String folder) {
        return generatorOf(folder).files();
    }

    private static List<String> yamlIn(String folder, Predicate<String> wanted) {
        String[] names = Objects.requireNonNull(Path.of(folder).toFile().list());
        return Stream.of(names)
                .filter(name -> name.endsWith(".yaml"))
                .filter(wanted)
                .sorted()
                .toList();
    }

    private List<Rule> rules() {
        return Stream.concat(network.spec().ingress().stream(), network.spec().egress().stream())
                .toList();
    }

    private static List<Peer> peersOf(Rule rule) {
        return rule.from() == null ? rule.to() : rule.from();
    }

    private static Stream<Integer> ports(Rule rule) {
        return rule.ports().stream().map(each -> each.port().getIntVal());
    }
}
