# A PostgreSQL cluster for as long as any test wants one. Run by tests/it/cluster.rs
# in a session of its own, as: sh -c SCRIPT cluster FOLDER BINARIES ACCOUNT
#
# Every test process holds a shared lock on FOLDER/users, which the kernel takes away
# however the process ends. When nobody holds one for a few seconds, and nobody is
# just starting (FOLDER/start), the cluster is stopped and removed. Between two tests
# in processes of their own it goes on.
folder=$1 binaries=$2 account=$3
data=$folder/data

as_account() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid="$account" --regid="$account" --init-groups "$@"
    else
        "$@"
    fi
}

# Whoever waits for us may be killed meanwhile; the cluster must not outlive us.
trap '' PIPE

# Left by one that was killed.
if [ -f "$data/db/postmaster.pid" ]; then
    as_account "$binaries/pg_ctl" --pgdata="$data/db" --mode=immediate stop > /dev/null 2>&1
fi
rm -rf "$data"
mkdir "$data"
if [ "$(id -u)" = 0 ]; then chown "$account" "$data"; fi
cd "$data" || exit 1

# Nothing here must survive the machine, so nothing waits for the disk.
as_account "$binaries/initdb" --pgdata="$data/db" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync > "$folder/log" 2>&1 &&
as_account "$binaries/pg_ctl" --pgdata="$data/db" --log="$data/log" --wait --timeout=60 \
    --options="-c listen_addresses='' -c unix_socket_directories='$data' -c fsync=off \
        -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB \
        -c autovacuum=off" start >> "$folder/log" 2>&1 ||
    { cat "$folder/log"; exit 1; }
echo ready
# Whoever waited goes on; nobody reads any more.
exec > /dev/null 2>&1

while :; do
    flock --exclusive "$folder/users" true
    sleep 4
    # Both at once, or somebody came meanwhile.
    if flock --exclusive --nonblock "$folder/start" sh -c '
        flock --exclusive --nonblock "$1/users" true || exit 1
        rm -f "$1/ready"
        if [ "$(id -u)" = 0 ]; then
            setpriv --reuid="$3" --regid="$3" --init-groups \
                "$2/pg_ctl" --pgdata="$1/data/db" --mode=immediate stop
        else
            "$2/pg_ctl" --pgdata="$1/data/db" --mode=immediate stop
        fi
        rm -rf "$1/data"
    ' cluster "$folder" "$binaries" "$account" >> "$folder/log" 2>&1; then
        exit 0
    fi
done
