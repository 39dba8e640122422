/** Sections of a `gns3_server.conf`; the server tells upper from lower case here. */
export const SECTIONS = { server: 'Server', controller: 'Controller' } as const;

/**
 * The keys that GNS3 servers of 1.3 to 3.x read, by section (gns3-server `conf/gns3_server.conf` of each
 * version, `schemas/config.py` of 3.x, `get_section_config` in the others), and those that the GUI writes
 * beside them. Any other key is passed over without a word.
 */
export const SERVER_KEYS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    [SECTIONS.server]:
      'additional_images_paths allow_console_from_anywhere allow_raw_images allow_remote_console allowed_interfaces ' +
      'appliances_path auth auto_discover_images auto_start certfile certkey compute_password compute_username ' +
      'configs_path console_end_port_range console_start_port_range default_nat_interface default_symbol_theme ' +
      'enable_builtin_templates enable_http_auth enable_ssl host image_sync_interval images_path ' +
      'install_builtin_appliances local marker_listen_host marker_listen_port mcp_allowed_hosts mcp_allowed_origins ' +
      'mcp_enable_dns_rebinding_protection name password path port projects_path protocol report_errors resources_path ' +
      'secrets_dir skills_auto_update skills_repo_branch skills_repo_url ssl symbols_path ubridge_control_transport ' +
      'ubridge_path udp_end_port_range udp_start_port_range user vnc_console_end_port_range vnc_console_start_port_range',
    [SECTIONS.controller]:
      'default_admin_password default_admin_username jwt_access_token_expire_minutes jwt_algorithm ' +
      'jwt_refresh_token_expire_minutes jwt_secret_key',
    VPCS: 'vpcs_path',
    Dynamips: 'allocate_aux_console_ports dynamips_path ghost_ios_support mmap_support sparse_memory_support',
    IOU: 'iourc_path iouyap_path license_check',
    TraceNG: 'traceng_path',
    Qemu:
      'allow_unsafe_options enable_hardware_acceleration enable_kvm enable_monitor monitor_host ovmf_firmware_dir ' +
      'require_hardware_acceleration require_kvm',
    VirtualBox: 'vbox_user vboxmanage_path',
    VMware: 'block_host_traffic host_type vmnet_end_range vmnet_start_range vmrun_path',
    WebWireshark: 'cpus enabled image memory network_subnet pids_limit',
  }).map(([section, keys]): [string, ReadonlySet<string>] => [section, new Set(keys.split(' '))]),
);
