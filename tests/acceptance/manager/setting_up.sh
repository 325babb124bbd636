#!/bin/bash
# The first quarter of an hour of a new user, in the home folder $1, with the program $2...: `setup` installs the service, then a
# second calendar is added while it runs. Prints what was said, one NAME=VALUE a line.
set -euo pipefail
home=$1
shift

. "$(dirname "$0")/begin.sh"

ask() { systemctl --user show showup.service --property="$1" --value; }

"$@" setup --calendar "$home/work.ics" --name "Robin Vale" --email robin@example.org --not-mine Marlow --service --json \
  | tr -d '\n' | sed 's/^/setup=/; s/$/\n/'
pid=$(ask MainPID)
"$@" setup --calendar "$home/more.ics" --phone "+49 30 5550 1234" --json | tr -d '\n' | sed 's/^/again=/; s/$/\n/'
{ "$@" status --json || true; } | tr -d '\n' | sed 's/^/status=/; s/$/\n/'
[ "$pid" = "$(ask MainPID)" ] && echo "process=same"
echo "restarts=$(ask NRestarts)"
