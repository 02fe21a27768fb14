#!/usr/bin/env bash
# How long `labctl check` takes beside general linters, on one generated inventory of 10,000 workloads. The tools are
# installed into a temporary folder. They do less: Spectral and regorus run one rule each, yamllint only looks at the YAML.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
workloads=${1:-10000} rounds=${2:-3}

cargo build --quiet --release --locked
labctl=${CARGO_TARGET_DIR:-$PWD/target}/release/labctl
npm install --silent --no-save --prefix "$tools" @stoplight/spectral-cli@6.16.3
python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet yamllint==1.38.0
cargo install --quiet --locked regorus@0.14.1 --example regorus --root "$tools"
cd "$tools"

# Hosts with VMs, VMs with containers, nothing wrong with them.
awk -v count="$workloads" 'BEGIN {
    vms = int(count / 5); hosts = int(vms / 20) + 1
    print "hosts:"
    for (i = 0; i < hosts; i++) printf "  pve%d: {hypervisor: proxmox, cpu: 64, memory: 1024GiB, purpose: runs guests}\n", i
    print "vms:"
    for (i = 0; i < vms; i++) printf "  vm%d:\n    runs_on: pve%d\n    os: debian-13\n    cpu: 4\n    memory: 16GiB\n    purpose: runs applications\n", i, i % hosts
    print "containers:"
    for (i = vms; i < count; i++) printf "  app%d:\n    runs_on: vm%d\n    image: nginx:1.27.1\n    role: web\n    memory: 256MiB\n    purpose: serves pages\n", i, i % vms
}' >lab.yaml
cat >spectral.yaml <<'YAML'
rules:
  image-with-tag:
    given: $.containers[*].image
    then: {function: pattern, functionOptions: {match: ':'}}
YAML
cat >lab.rego <<'REGO'
package lab
nested contains name if {
    some name, container in input.containers
    input.containers[container.runs_on]
}
REGO
echo 'extends: relaxed' >yamllint.yaml

tool() {
    case $1 in
    labctl) "$labctl" check lab.yaml --fail-on never ;;
    spectral) node_modules/.bin/spectral lint lab.yaml --ruleset spectral.yaml ;;
    regorus) bin/regorus eval -i lab.yaml -d lab.rego data.lab.nested ;;
    yamllint) venv/bin/yamllint -c yamllint.yaml lab.yaml ;;
    esac >"$1.out" 2>&1
}

# One round after the other, so that a busy moment meets all of them; of each tool the best time counts.
declare -A best
for ((round = 0; round <= rounds; round++)); do
    for name in labctl spectral regorus yamllint; do
        start=$(date +%s%N)
        tool "$name" || { cat "$name.out"; exit 1; }
        took=$((($(date +%s%N) - start) / 1000))
        # The first round fills caches.
        if ((round > 0 && (${best[$name]:-0} == 0 || took < best[$name]))); then best[$name]=$took; fi
    done
done
for name in labctl spectral regorus yamllint; do
    awk -v name="$name" -v took="${best[$name]}" -v base="${best[labctl]}" 'BEGIN { printf "%-9s %8.1f x (%d ms)\n", name, took / base, took / 1000 }'
done
