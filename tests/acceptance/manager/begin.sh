# Sourced by the scripts beside it: a user manager of its own, for the home folder $home, that may not wake the machine, whatever
# machine this is. Runs as root in new mount, cgroup and process namespaces.
runtime=/run/user/0

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
  # PYTHONPATH: whoever tries a tree that is not the installed one means it for the service too.
  exec env -i HOME="$home" XDG_RUNTIME_DIR=$runtime PATH=/usr/bin:/bin LANG=C.UTF-8 PYTHONPATH="${PYTHONPATH-}" \
    setpriv --bounding-set=-wake_alarm /lib/systemd/systemd --user
) &
export HOME="$home" XDG_RUNTIME_DIR=$runtime
for _ in $(seq 200); do systemctl --user show --property=Version >/dev/null 2>&1 && break; sleep 0.1; done
