# The stages as services. Build the jars first: mvn -B -DskipTests -pl app -am package
FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/changeover --create-home changeover
COPY app/target/lib /opt/changeover/lib
USER changeover
WORKDIR /var/lib/changeover
ENV MALLOC_ARENA_MAX=2 CHANGEOVER_STATE_DIR=/var/lib/changeover/state CHANGEOVER_HEALTH_PORT=8080
EXPOSE 8080
ENTRYPOINT ["java", "-Xmx768m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/changeover/lib/*", "dev.changeover.app.Main"]
CMD ["--help"]
