# shellcheck shell=bash

start_stores() {
  say 'PostgreSQL and Redis of its own'
  postgres_port=$(free_port)
  redis_port=$(free_port)
  chmod 711 "$work"
  install -d -o postgres -m 700 "$work/postgres"
  as_postgres "$postgres_bin/initdb" -D "$work/postgres" -A trust > "$work/initdb.log" 2>&1 \
    || show_log initdb
  start postgres setpriv --reuid postgres --regid postgres --clear-groups \
    "$postgres_bin/postgres" -D "$work/postgres" -h 127.0.0.1 -p "$postgres_port" -k ''
  start redis redis-server --bind 127.0.0.1 --port "$redis_port" --save '' --dir "$work"
  wait_for 20 "$postgres_bin/pg_isready" -h 127.0.0.1 -p "$postgres_port" || show_log postgres
  wait_for 20 redis-cli -p "$redis_port" ping || show_log redis
  fact "$("$postgres_bin/postgres" --version); $(redis-server --version | cut -d' ' -f3)"
}

as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
