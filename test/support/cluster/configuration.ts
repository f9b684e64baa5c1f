/** Who may ask, in every cluster. `default` is also who the servers are to each other. */
export const users = {
  /** May do everything. */
  default: { password: '', profile: 'default' },
  writer: { password: "writer's secret", profile: 'default' },
  /** May read, and set what a query is run with. */
  reader: { password: "reader's secret", profile: 'reading' },
  /** May only read, with the settings as they are. */
  strict: { password: 'strict', profile: 'strict' },
  /** May read, with little memory. */
  modest: { password: '', profile: 'modest' },
  /** May read, and is content with what is there when a limit is reached. */
  hasty: { password: '', profile: 'hasty' },
} as const;

export interface Ports {
  readonly http: number;
  readonly https: number;
  readonly tcp: number;
}

export const clusterName = 'report';

// The root is called <yandex> in 18.16; later servers take that name as their own <clickhouse>.

/**
 * The config.xml of one server, which listens on 127.0.0.1 only, writes into `folder` only and logs no query.
 * `folder` has certificate.pem, key.pem and users.xml; `shards` are the ports of all servers of the cluster.
 */
export const serverConfiguration = (folder: string, own: Ports, shards: readonly Ports[]): string => `<yandex>
  <logger>
    <level>warning</level>
    <log>${folder}/server.log</log>
    <errorlog>${folder}/error.log</errorlog>
  </logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${own.http}</http_port>
  <https_port>${own.https}</https_port>
  <tcp_port>${own.tcp}</tcp_port>
  <openSSL>
    <server>
      <certificateFile>${folder}/certificate.pem</certificateFile>
      <privateKeyFile>${folder}/key.pem</privateKeyFile>
      <verificationMode>none</verificationMode>
      <disableProtocols>sslv2,sslv3</disableProtocols>
    </server>
  </openSSL>
  <path>${folder}/data/</path>
  <tmp_path>${folder}/data/tmp/</tmp_path>
  <user_files_path>${folder}/data/user_files/</user_files_path>
  <format_schema_path>${folder}/data/format_schemas/</format_schema_path>
  <users_config>${folder}/users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <timezone>UTC</timezone>
  <mark_cache_size>67108864</mark_cache_size>
  <uncompressed_cache_size>8388608</uncompressed_cache_size>
  <remote_servers>
    <${clusterName}>${shards
      .map(
        ({ tcp }) => `
      <shard>
        <internal_replication>false</internal_replication>
        <replica><host>127.0.0.1</host><port>${tcp}</port></replica>
      </shard>`,
      )
      .join('')}
    </${clusterName}>
  </remote_servers>
</yandex>
`;

/** The users.xml of every server. A shard that is down is noticed within a second. */
export const userConfiguration = (): string => `<yandex>
  <profiles>
    <default>
      <connect_timeout>1</connect_timeout>
      <connect_timeout_with_failover_ms>500</connect_timeout_with_failover_ms>
    </default>
    <reading><profile>default</profile><readonly>2</readonly></reading>
    <strict><profile>default</profile><readonly>1</readonly></strict>
    <hasty>
      <profile>reading</profile>
      <skip_unavailable_shards>1</skip_unavailable_shards>
      <read_overflow_mode>break</read_overflow_mode><max_rows_to_read>500</max_rows_to_read><max_block_size>100</max_block_size>
    </hasty>
    <modest><profile>reading</profile><max_memory_usage>20000000</max_memory_usage></modest>
  </profiles>
  <quotas><default/></quotas>
  <users>${Object.entries(users)
    .map(
      ([name, { password, profile }]) => `
    <${name}>
      <password>${password}</password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>${profile}</profile>
      <quota>default</quota>
    </${name}>`,
    )
    .join('')}
  </users>
</yandex>
`;
