#!/bin/bash
# A user manager of its own, and in it the unit of $1 (a home folder): what happens when its loop stops. Runs as root in new
# mount, cgroup and process namespaces; prints what systemd says, one NAME=VALUE a line.
set -eu
home=$1 longer_than_the_watchdog=$2 runtime=/run/user/0

mount --make-rprivate /
umount /sys/fs/cgroup/unified 2>/dev/null || true
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system $runtime
/lib/systemd/systemd-journald &
own=/sys/fs/cgroup/user.slice/user-0.slice/user@0.service
mkdir -p $own
(
  echo 0 >$own/cgroup.procs
  exec env -i HOME="$home" XDG_RUNTIME_DIR=$runtime PATH=/usr/bin:/bin LANG=C.UTF-8 /lib/systemd/systemd --user
) &
export HOME="$home" XDG_RUNTIME_DIR=$runtime

ask() { systemctl --user show showup.service --property="$1" --value; }
for _ in $(seq 200); do [ -S $runtime/systemd/private ] && break; sleep 0.1; done

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
