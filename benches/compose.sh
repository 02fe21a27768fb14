#!/usr/bin/env bash
# How long `labctl check` takes for a repository of Compose files, beside `docker compose config` for the same files where
# that is installed. Each project has its own folder and .env; one file of every ten includes two others.
set -euo pipefail
cd "$(dirname "$0")/.."
files=${1:-622} rounds=${2:-5}
cargo build --quiet --release --locked
labctl=${CARGO_TARGET_DIR:-$PWD/target}/release/labctl
repository=$(mktemp -d)
trap 'rm -rf "$repository"' EXIT
cd "$repository"
mkdir .git

for ((n = 0; n < files; n++)); do
    mkdir -p "apps/app$n"
    echo "TAG=1.$n" >"apps/app$n/.env"
    {
        if ((n % 10 == 0 && n > 1)); then printf 'include: [../app%d/compose.yaml, ../app%d/compose.yaml]\n' $((n - 1)) $((n - 2)); fi
        printf 'x-common: &common\n  restart: unless-stopped\n  security_opt: ["no-new-privileges:true"]\n'
        printf '  logging: {driver: json-file, options: {max-size: 10m}}\nservices:\n'
        for part in web worker db; do
            printf '  %s%d:\n    <<: *common\n    image: ghcr.io/example/%s:${TAG:-latest}\n' $part "$n" $part
            printf '    container_name: %s%d\n    environment:\n      - TZ=Etc/UTC\n      - KEY_%d=value\n' $part "$n" "$n"
            printf '    volumes: ["/srv/%s%d:/data", "./config:/config:ro"]\n    ports: ["%d:80"]\n' $part "$n" $((1024 + n))
            printf '    healthcheck: {test: [CMD, true], interval: 30s}\n    labels:\n      - traefik.enable=true\n'
            printf '      - traefik.http.routers.%s%d.rule=Host(`%s%d.example`)\n' $part "$n" $part "$n"
        done
    } >"apps/app$n/compose.yaml"
done

best() {
    local least=0 start took
    for ((round = 0; round < rounds; round++)); do
        start=$(date +%s%N)
        "$@" >/dev/null 2>&1 || true
        took=$((($(date +%s%N) - start) / 1000))
        if ((least == 0 || took < least)); then least=$took; fi
    done
    echo "$least"
}

every_file() {
    for file in apps/*/compose.yaml; do docker compose -f "$file" config || true; done
}

du -sb --exclude=.git . | awk -v files="$files" '{ printf "%d files, %.1f MB\n", files, $1 / 1e6 }'
printf 'labctl check          %8.1f ms\n' "$(best "$labctl" check . --fail-on never | awk '{ print $1 / 1000 }')"
if docker compose version >/dev/null 2>&1; then
    rounds=1
    printf 'docker compose config %8.1f ms\n' "$(best every_file | awk '{ print $1 / 1000 }')"
fi
