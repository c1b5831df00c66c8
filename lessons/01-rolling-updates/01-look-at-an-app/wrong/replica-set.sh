# fails: scaled
# The ReplicaSet is scaled by hand, and the Deployment takes it back.
kubectl scale "$(kubectl get rs -o name)" --replicas=4
sleep 5
