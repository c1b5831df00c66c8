/** The address plan of every world. */
export const podSubnet = '10.244.0.0/16'
export const serviceSubnet = '10.96.0.0/12'
export const clusterDns = '10.96.0.10'
export const apiPort = 6443
export const etcdPort = 2379
