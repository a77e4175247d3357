# The stages as services, one image for all three. The jars come from: mvn -B -DskipTests -pl app -am package
FROM eclipse-temurin:17-jre

# A fixed uid, so that file modes of secrets and volumes can be set without asking the image.
RUN useradd --system --uid 10001 --home-dir /var/lib/changeover --create-home changeover \
 && install -d -o changeover -m 0750 /var/lib/changeover/state

COPY app/target/lib /opt/changeover/lib

USER changeover
WORKDIR /var/lib/changeover
# Many threads come and go: without the limit, glibc keeps a memory arena for each of them.
ENV MALLOC_ARENA_MAX=2 CHANGEOVER_STATE_DIR=/var/lib/changeover/state CHANGEOVER_HEALTH_PORT=8080
EXPOSE 8080
# /live answers 200 once the stage has started, until it fails; one that waits for a database is healthy. bash speaks HTTP by itself: the image has no curl in every release.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$CHANGEOVER_HEALTH_PORT && printf 'GET /live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-Xmx768m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/changeover/lib/*", "dev.changeover.app.Main"]
CMD ["--help"]
