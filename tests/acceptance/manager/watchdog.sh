#!/bin/bash
# A user manager of its own, and in it the unit of $1 (a home folder): what happens when its loop stops. Runs as root in new
# mount, cgroup and process namespaces; prints what systemd says, one NAME=VALUE a line.
set -eu
home=$1 longer_than_the_watchdog=$2

. "$(dirname "$0")/begin.sh"

ask() { systemctl --user show showup.service --property="$1" --value; }

systemctl --user start showup.service
pid=$(ask MainPID)
sleep "$longer_than_the_watchdog"
echo "while_well=$(ask NRestarts)"
kill -STOP "$pid"
began=$(date +%s)
while [ "$(ask NRestarts)" = 0 ] && [ $(($(date +%s) - began)) -lt 60 ]; do sleep 0.2; done
echo "restarts=$(ask NRestarts)"
echo "after_s=$(($(date +%s) - began))"
for _ in $(seq 300); do [ "$(ask ActiveState)" = active ] && break; sleep 0.1; done
echo "state=$(ask ActiveState)"
journalctl --no-pager --output=cat | sed 's/^/journal=/'
