# syntax=docker/dockerfile:1

# The same command as the README's; the cache keeps Maven and the jars between builds.
FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q package -DskipTests

FROM eclipse-temurin:17-jre-noble
# A number, not a name: Kubernetes can check runAsNonRoot only on a number. k8s/base/deployment.yaml uses the same.
RUN groupadd --gid 10001 ferry \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin ferry \
    && install -d -o 10001 -g 10001 -m 0700 /data
WORKDIR /app
# The jars we depend on change seldom, our own often: two layers.
COPY --from=build /src/target/lib lib
COPY --from=build /src/target/eventferry.jar .
COPY application.properties .
COPY routes routes
COPY mappings mappings
# Drivers of further databases (docs/tables.md): an image of yours puts them here, or a volume does.
RUN install -d drivers
# In a container loopback reaches nobody. Beyond loopback the HTTP door refuses to open without ferry.http.api-keys.
ENV FERRY_HTTP_HOST=0.0.0.0 \
    FERRY_MANAGEMENT_HOST=0.0.0.0 \
    FERRY_DATA_DIR=/data \
    MALLOC_ARENA_MAX=2
USER 10001:10001
VOLUME /data
EXPOSE 8080 9876
# Out of memory ends the process: what was answered with 202 is on disk, and a fresh start is a known state. Below 2 GB
# Java would take its serial collector, which costs a fifth more a request (docs/benchmarks.md). The rest as in ./ferry.
ENTRYPOINT ["java", "-XX:+UseParallelGC", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", \
    "-XX:InlineSmallCode=1200", "-XX:LiveNodeCountInliningCutoff=16000", \
    "-Djdk.nio.maxCachedBufferSize=262144", "-cp", "/app/eventferry.jar:/app/drivers/*", \
    "dev.eventferry.cli.Ferry"]
CMD ["run"]
