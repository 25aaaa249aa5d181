#!/bin/sh
# Runs Neo4j in the foreground. NEO4J_HOME_DIR holds lib/ and neo4j.conf, NEO4J_DATA the
# data; NEO4J_AUTH=neo4j/PASSWORD sets the first password; any NEO4J_a_b__c becomes the
# setting a.b_c, as in the official image.
set -eu
home="${NEO4J_HOME_DIR:-/opt/neo4j}"
data="${NEO4J_DATA:-/data}"
conf="$data/conf"
mkdir -p "$conf" "$data/logs" "$data/import"
sed '/^server.directories/d' "$home/neo4j.conf" > "$conf/neo4j.conf"
{
  echo "server.directories.data=$data"
  echo "server.directories.logs=$data/logs"
  echo "server.directories.import=$data/import"
  echo "server.directories.lib=$home/lib"
  echo "server.directories.plugins=$home/plugins"
} >> "$conf/neo4j.conf"
env | grep -E '^NEO4J_[a-z]' | while IFS='=' read -r name value; do
  key="$(printf '%s' "${name#NEO4J_}" | sed 's/__/\n/g; s/_/./g; s/\n/_/g' | tr '\n' '_')"
  key="${key%_}"
  sed -i "/^$(printf '%s' "$key" | sed 's/\./\\./g')=/d" "$conf/neo4j.conf"
  printf '%s=%s\n' "$key" "$value" >> "$conf/neo4j.conf"
done
export NEO4J_HOME="$data" NEO4J_CONF="$conf"
password="${NEO4J_AUTH:-}"
unset NEO4J_AUTH
if [ "${password#neo4j/}" != "$password" ] && [ ! -e "$data/dbms/auth.ini" ] && [ ! -d "$data/databases" ]; then
  java -Xmx128m -XX:TieredStopAtLevel=1 -cp "$home/lib/*:$home/plugins/*" org.neo4j.cli.AdminTool \
    dbms set-initial-password "${password#neo4j/}"
fi
exec java -XX:+UseG1GC -XX:-OmitStackTraceInFastThrow ${NEO4J_JAVA_OPTIONS:-} \
  -Djdk.nio.maxCachedBufferSize=1024 -Dio.netty.tryReflectionSetAccessible=true \
  --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED \
  --add-opens=java.base/sun.nio.ch=ALL-UNNAMED -Dlog4j2.disable.jmx=true \
  -Dfile.encoding=UTF-8 -cp "$home/lib/*:$home/plugins/*" org.neo4j.server.CommunityEntryPoint \
  --home-dir="$data" --config-dir="$conf"
