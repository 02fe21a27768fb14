#!/usr/bin/env python3
"""Compares `labctl plan` with CP-SAT on random labs: python3 benches/plan.py LABCTL [LABS [SEED]]

Needs `ortools` (pip install ortools). Every lab is made here and modelled a second time for CP-SAT, so the two
answers have nothing in common but the lab. It fails where labctl says `optimal` with another number of moves than
CP-SAT, keeps a limit that CP-SAT does not, or says that there is no plan where there is one.
"""

import json
import random
import resource
import subprocess
import sys

from ortools.sat.python import cp_model

RESERVE = 2  # GiB that a hypervisor keeps for itself, where promised memory is counted
RATIO = 5  # virtual cores a core


def lab(rng):
    """A lab as data: hosts, guests, rules of placement, hosts to be emptied."""
    count = rng.choice([3, 3, 4, 5, 6, 8, 10])
    guests = rng.choice([10, 20, 40, 60, 100]) if count <= 5 else rng.choice([40, 80, 100, 200, 300])
    hosts = [
        {
            "name": f"h{h}",
            "memory": rng.choice([64, 96, 128, 256]),
            "cores": rng.choice([8, 16, 32]),
            "gpu": rng.random() < 0.4,
        }
        for h in range(count)
    ]
    fill = rng.uniform(0.55, 0.85)
    room = {host["name"]: host["memory"] * fill for host in hosts}
    vms = []
    for g in range(guests):
        size = rng.choice([1, 1, 2, 2, 4, 4, 8, 16])
        host = max(hosts, key=lambda it: room[it["name"]] + rng.random())
        if room[host["name"]] < size:
            continue
        room[host["name"]] -= size
        vms.append({"name": f"g{g}", "memory": size, "cores": rng.choice([1, 1, 2, 2, 4]), "on": host["name"], "gpu": False})
    for vm in vms:  # some have drifted
        if rng.random() < 0.06:
            vm["on"] = rng.choice(hosts)["name"]
    with_gpu = [host["name"] for host in hosts if host["gpu"]]
    for vm in rng.sample(vms, min(len(with_gpu) // 2, len(vms))):
        vm["gpu"] = True
    names = [vm["name"] for vm in vms]
    pinned = []
    for _ in range(rng.randint(0, max(1, len(vms) // 20))):
        pinned.append((rng.choice(names), rng.sample([host["name"] for host in hosts], rng.randint(1, 2))))
    groups = lambda most: [
        rng.sample(names, min(len(names), rng.randint(2, most))) for _ in range(rng.randint(0, max(1, len(vms) // 20)))
    ]
    apart, together = groups(min(4, count)), groups(3) if rng.random() < 0.4 else []
    drain = [rng.choice(hosts)["name"]] if rng.random() < 0.5 else []
    return {"hosts": hosts, "vms": vms, "pinned": pinned, "apart": apart, "together": together, "drain": drain}


def text(it):
    """The lab as an inventory."""
    lines = ["hosts:"]
    for host in it["hosts"]:
        devices = ", devices: [{name: gpu, kind: gpu}]" if host["gpu"] else ", devices: []"
        lines.append(f"  {host['name']}: {{hypervisor: proxmox, memory: {host['memory']}GiB, cpu: {host['cores']}{devices}}}")
    lines.append("vms:")
    for vm in it["vms"]:
        device = ", devices: [{name: gpu, mode: passthrough}]" if vm["gpu"] else ""
        lines.append(f"  {vm['name']}: {{runs_on: {vm['on']}, memory: {vm['memory']}GiB, cpu: {vm['cores']}{device}}}")
    lines.append("placement:")
    lines.append("  pinned: [" + ", ".join(f"{{workloads: [{name}], to: [{', '.join(to)}]}}" for name, to in it["pinned"]) + "]")
    for key in ("apart", "together"):
        lines.append(f"  {key}: [" + ", ".join("[" + ", ".join(group) + "]" for group in it[key]) + "]")
    return "\n".join(lines) + "\n"


def reference(it, seconds):
    """The fewest moves by CP-SAT: (status, moves, bound)."""
    model = cp_model.CpModel()
    hosts, vms = it["hosts"], it["vms"]
    at = {(vm["name"], host["name"]): model.new_bool_var(f"{vm['name']}@{host['name']}") for vm in vms for host in hosts}
    for vm in vms:
        model.add_exactly_one(at[vm["name"], host["name"]] for host in hosts)
    for host in hosts:
        here = [(vm, at[vm["name"], host["name"]]) for vm in vms]
        model.add(sum(vm["memory"] * x for vm, x in here) <= host["memory"])
        now = sum(vm["memory"] for vm in vms if vm["on"] == host["name"])
        if not host["memory"] >= now > host["memory"] - RESERVE:
            model.add(sum(vm["memory"] * x for vm, x in here) <= host["memory"] - RESERVE)
        model.add(sum(vm["cores"] * x for vm, x in here) <= host["cores"] * RATIO)
        gpus = [x for vm, x in here if vm["gpu"]]
        model.add(sum(gpus) <= (1 if host["gpu"] else 0))
        if host["name"] in it["drain"]:
            for _, x in here:
                model.add(x == 0)
        for group in it["apart"]:
            model.add(sum(at[name, host["name"]] for name in group) <= 1)
        for group in it["together"]:
            for name in group[1:]:
                model.add(at[name, host["name"]] == at[group[0], host["name"]])
    for name, to in it["pinned"]:
        model.add(sum(at[name, host] for host in to) == 1)
    for vm in vms:
        model.add_hint(at[vm["name"], vm["on"]], 1)
    model.minimize(sum(1 - at[vm["name"], vm["on"]] for vm in vms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return "infeasible", None, None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return "unknown", None, None
    found = round(solver.objective_value), round(solver.best_objective_bound)
    return ("optimal" if status == cp_model.OPTIMAL else "feasible"), *found


def holds(it, placement):
    """True if a placement keeps every limit that CP-SAT was given."""
    at = {vm["name"]: placement[vm["name"]] for vm in it["vms"]}
    for host in it["hosts"]:
        here = [vm for vm in it["vms"] if at[vm["name"]] == host["name"]]
        if here and host["name"] in it["drain"]:
            return False
        if sum(vm["memory"] for vm in here) > host["memory"] or sum(vm["cores"] for vm in here) > host["cores"] * RATIO:
            return False
        if sum(vm["gpu"] for vm in here) > (1 if host["gpu"] else 0):
            return False
    apart = all(len({at[name] for name in group}) == len(group) for group in it["apart"])
    together = all(len({at[name] for name in group}) == 1 for group in it["together"])
    return apart and together and all(at[name] in to for name, to in it["pinned"])


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    labctl, labs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    times, wrong, statuses = [], [], {}
    for number in range(labs):
        it = lab(rng)
        drains = [word for host in it["drain"] for word in ("--drain", host)]
        before = processor_seconds()
        run = subprocess.run([labctl, "plan", "-", "--format", "json", *drains], input=text(it), capture_output=True, text=True)
        times.append(processor_seconds() - before)
        plan = json.loads(run.stdout)["labs"][0]
        ours, moves = plan["status"], len({move["system"] for move in plan["moves"]})
        theirs, fewest, bound = reference(it, 20)
        statuses[ours] = statuses.get(ours, 0) + 1
        size = f"{len(it['hosts'])}x{len(it['vms'])}"
        complaint = None
        if ours in ("optimal", "feasible", "nothing-to-do"):
            if theirs == "infeasible":
                complaint = "there is no plan"
            elif not holds(it, plan["placement"]):
                complaint = "a limit is broken"
            elif ours == "optimal" and theirs == "optimal" and moves != fewest:
                complaint = f"{moves} moves, and {fewest} are enough"
            elif bound is not None and moves < bound:
                complaint = f"{moves} moves, and {bound} are needed"
            elif plan["moves_at_least"] > (fewest if fewest is not None else moves):
                complaint = f"a bound of {plan['moves_at_least']}, and {fewest} are enough"
        elif ours == "infeasible" and theirs in ("optimal", "feasible"):
            complaint = f"there is a plan of {fewest} moves"
        if complaint:
            wrong.append(number)
            open(f"/tmp/plan-{number}.yaml", "w").write(text(it))
        if complaint or ours in ("feasible", "unknown") or times[-1] > 1:
            print(f"{number:4} {size:7} {ours:13} {moves:3} moves, CP-SAT {theirs} {fewest} {times[-1] * 1000:6.0f} ms {complaint or ''} {drains}")
    times.sort()
    print(statuses, f"median {times[len(times) // 2] * 1000:.1f} ms, slowest {times[-1] * 1000:.0f} ms, wrong: {wrong}")
    sys.exit(1 if wrong else 0)


main()
