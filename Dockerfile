# docker build -t tiwizi .
# docker run -p 127.0.0.1:8080:8080 -v tiwizi:/var/lib/tiwizi \
#     -v /mnt/other-disk/tiwizi:/var/lib/tiwizi-backup \
#     -v ./production.toml:/etc/tiwizi/production.toml:ro tiwizi
#
# Templates, styles, words and default configuration are compiled in. Beside the binary stand the certificates by which it
# knows the gateways that it speaks to, and PostgreSQL's own programs for backups (of version 15: for a newer server, install
# the newer ones).
FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --package server \
    && cp target/release/tiwizi /tiwizi

FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/tiwizi --shell /usr/sbin/nologin tiwizi \
    && install -d -o tiwizi -g tiwizi -m 0700 /var/lib/tiwizi /var/lib/tiwizi-backup
COPY --from=build /tiwizi /usr/local/bin/tiwizi
USER tiwizi
VOLUME /var/lib/tiwizi /var/lib/tiwizi-backup
EXPOSE 8080
ENTRYPOINT ["tiwizi"]
# Inside, it listens on every address, so it wants an https public_url in the configuration and a proxy
# in front that speaks TLS.
CMD ["serve", "--config", "/etc/tiwizi/production.toml", "--data", "/var/lib/tiwizi", "--listen", "0.0.0.0:8080"]
