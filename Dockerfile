# Changeover as an image. Build the jars first: mvn -B -DskipTests package
FROM eclipse-temurin:17-jre
RUN useradd --system --create-home --home-dir /var/lib/changeover changeover
COPY app/target/lib /opt/changeover/lib
USER changeover
WORKDIR /var/lib/changeover
ENV MALLOC_ARENA_MAX=2 CHANGEOVER_STATE_DIR=/var/lib/changeover/state
VOLUME /var/lib/changeover/state
ENTRYPOINT ["java", "-Xmx1g", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", "/opt/changeover/lib/*", "dev.changeover.app.Main"]
CMD ["--help"]
