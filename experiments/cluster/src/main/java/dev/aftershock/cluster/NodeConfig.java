package dev.aftershock.cluster;

import java.nio.file.Path;

/**
 * The configuration of a node's programs.
 *
 * @param spec the node
 * @param folder where all its files are
 * @param traces what it is called on this host
 * @param plugins where the plug-ins are that connect pods
 */
record NodeConfig(NodeSpec spec, Path folder, Traces traces, Path plugins) {

    /** Where the container runtime listens. */
    Path socket() {
        return folder.resolve("containerd.sock");
    }

    /** Without {@code restrict_oom_score_adj} no container starts where this process may not lower that score. */
    String containerd() {
        return """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                [grpc]
                  address = "%2$s"
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "%3$s"
                  restrict_oom_score_adj = true
                  netns_mounts_under_state_dir = true
                  [plugins."io.containerd.grpc.v1.cri".cni]
                    bin_dir = "%4$s"
                    conf_dir = "%1$s/network"
                  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                    runtime_type = "io.containerd.runc.v2"
                    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                      Root = "%1$s/runc"
                """.formatted(folder, socket(), ImageArchive.BUSYBOX, plugins);
    }

    /** The bridge is made by us, so that it bears the lab's name and the node has its address before any pod. */
    String network() {
        return """
                {
                  "cniVersion": "0.4.0",
                  "name": "%1$s",
                  "plugins": [{
                    "type": "bridge", "bridge": "%2$s", "isGateway": true, "ipMasq": false, "hairpinMode": true,
                    "ipam": {
                      "type": "host-local", "dataDir": "%3$s/addresses", "ranges": [[{"subnet": "%4$s"}]],
                      "routes": [{"dst": "0.0.0.0/0"}]
                    }
                  }]
                }
                """.formatted(traces.network(), traces.bridges().prefix(), folder, spec.subnet());
    }

    /** It serves nothing, reports every second, and never clears away the images that we brought. */
    String kubelet() {
        return """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                enableServer: false
                healthzPort: 0
                containerRuntimeEndpoint: "unix://%1$s"
                podLogsDir: "%2$s/pod-logs"
                volumePluginDir: "%2$s/volume-plugins"
                cgroupDriver: cgroupfs
                cgroupRoot: "/%3$s"
                failCgroupV1: false
                failSwapOn: false
                makeIPTablesUtilChains: false
                resolvConf: ""
                localStorageCapacityIsolation: false
                nodeStatusUpdateFrequency: 1s
                nodeLeaseDurationSeconds: 8
                imageGCHighThresholdPercent: 100
                evictionHard: {memory.available: 50Mi, nodefs.available: 1%%}
                maxPods: 60
                """.formatted(socket(), folder, traces.mark());
    }
}
