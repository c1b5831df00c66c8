# fails: scaled
# One Pod too few.
kubectl scale deployments/kubernetes-bootcamp --replicas=3
