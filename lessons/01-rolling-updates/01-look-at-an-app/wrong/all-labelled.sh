# fails: labelled
# Every Pod of the app is labelled, not one.
kubectl label pods -l app=kubernetes-bootcamp version=v1
