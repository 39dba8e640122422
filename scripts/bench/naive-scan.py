"""The scan that one writes in a hurry: for each hypervisor of a .net file base + counter, and is that port free?"""
import re
import socket
import sys

base, ends, hypervisor_of, links = {}, {}, {}, []
for line in open(sys.argv[1]):
    line = line.strip()
    if match := re.match(r"\[([^\[\]]+)\]$", line):
        hypervisor = match[1]
        base[hypervisor], ends[hypervisor] = 10000, 0
    elif match := re.match(r"udp *= *(\d+)$", line):
        base[hypervisor] = int(match[1])
    elif match := re.match(r"\[\[ROUTER (\S+)\]\]$", line):
        router = match[1]
        hypervisor_of[router] = hypervisor
    elif match := re.match(r"\w+/\d+ *= *(\S+) \w+/\d+$", line):
        links.append((router, match[1]))

for link in links:
    for router in link:
        ends[hypervisor_of[router]] += 1

for hypervisor, first in base.items():
    for port in range(first, first + ends[hypervisor]):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            try:
                udp.bind(("", port))
            except OSError as error:
                print(f"{hypervisor}: UDP {port}: {error.strerror}")
