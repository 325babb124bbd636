#!/bin/bash
# A user manager that may not wake the machine, and in it the service as $2... installs it: what the person is told. Prints what
# was said, one NAME=VALUE a line.
set -euo pipefail
home=$1
shift

. "$(dirname "$0")/begin.sh"

"$@" service install | sed 's/^/install=/'
waking() { "$@" status | grep '^  wake up'; }
for _ in $(seq 30); do [[ $(waking "$@") == *" no "* ]] && break; sleep 0.3; done
echo "status=$(waking "$@")"
echo "left=$(systemctl --user list-units --all --plain --no-legend 'showup-wake*')"
